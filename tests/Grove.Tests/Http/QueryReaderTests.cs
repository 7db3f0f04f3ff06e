using System.Globalization;
using System.Text;
using Grove.Server.Http;
using Grove.Tests.Text;
using Xunit;

namespace Grove.Tests.Http;

public sealed class QueryReaderTests
{
    private readonly List<ErrorItem> errors = [];

    [Fact]
    public void What_a_client_encodes_in_either_way_is_read_back()
    {
        var random = new Random(1);
        for (var i = 0; i < 3_000; i++)
        {
            var sent = Enumerable.Range(0, random.Next(6)).Select(n => (Name: $"n{n}.é", Value: Clean(Samples.Text(random, 10)))).ToList();
            var raw = "?" + string.Join('&', sent.Select(p => $"{Encode(random, p.Name)}={Encode(random, p.Value)}"));
            var query = QueryReader.Parse(raw, errors);
            foreach (var (name, value) in sent) Assert.Equal(value.Length == 0 ? null : value, query.Text(name, 1_000));
            Assert.Null(query.Text("absent", 1));
        }
        Assert.Empty(errors);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws()
    {
        var random = new Random(2);
        string[] pieces = ["%", "%4", "%41", "%ED%A0%80", "%C3%A9", "%00", "+", "&", "=", "a", "é", "\uD83D", "\uDE00", "1", ","];
        for (var i = 0; i < 10_000; i++)
        {
            var raw = new StringBuilder();
            for (var left = random.Next(20); left > 0; left--)
                raw.Append(random.GetItems(pieces, 1)[0]);
            var query = QueryReader.Parse(raw.ToString(), errors);
            var value = query.Text("a", 50);
            query.Texts("a", true, 3);
            query.ClampedPage("a", 1, 1, 5);
            if (value is not null) Assert.Equal(value, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));
        }
    }

    [Theory]
    [InlineData("id=foo&id=bar+baz&name.contains=c%2B&name.startsWith=s+%C3%A9&page_size=5&page_token=t%2F%3D&parent.id=null")]
    [InlineData("?id=foo&id=bar%20baz&name.startsWith=s%20%C3%A9&name.contains=c%2B&page_size=5&page_token=t%2F%3D&parent.id=null")]
    public void The_official_clients_are_understood(string raw)
    {
        var query = QueryReader.Parse(raw, errors);
        Assert.Equal(["foo", "bar baz"], query.Texts("id", true, 1_000));
        Assert.Equal("c+", query.Text("name.contains", 200));
        Assert.Equal("s é", query.Text("name.startsWith", 200));
        Assert.Equal("t/=", query.Text("page_token", 200));
        Assert.Equal("null", query.Text("parent.id", 32));
        Assert.Equal(5, query.Integer("page_size", 0, 1_000));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("&&&")]
    [InlineData("a=&a&=")]
    public void Nothing_and_empty_values_are_absent(string? raw)
    {
        var query = QueryReader.Parse(raw, errors);
        Assert.Null(query.Text("a", 10));
        Assert.Empty(query.Texts("a", true, 10));
        Assert.Null(query.Integer("a", 0, 10));
        Assert.Equal(20, query.ClampedPage("a", 20, 5, 50));
        Assert.Null(query.OneOf("a", "b"));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("name=%", "name has a % that is not followed by two hexadecimal digits.")]
    [InlineData("name=a%4", "name has a % that is not followed by two hexadecimal digits.")]
    [InlineData("name=%4G", "name has a % that is not followed by two hexadecimal digits.")]
    [InlineData("name=%+1", "name has a % that is not followed by two hexadecimal digits.")]
    [InlineData("unknown=%zz", "unknown has a % that is not followed by two hexadecimal digits.")]
    [InlineData("name=%C3", "name is not valid UTF-8.")]
    [InlineData("name=%FF", "name is not valid UTF-8.")]
    [InlineData("name=%C0%80", "name is not valid UTF-8.")]
    [InlineData("name=%ED%A0%BD%ED%B8%80", "name is not valid UTF-8.")]
    [InlineData("name=a%00", "name must not contain U+0000.")]
    [InlineData("name=a\u0000", "name must not contain U+0000.")]
    [InlineData("n%00=a", "n%00 must not contain U+0000.")]
    [InlineData("%FF", "%FF is not valid UTF-8.")]
    [InlineData("=%FF", "A parameter is not valid UTF-8.")]
    [InlineData("n%C3%A9=%FF", "né is not valid UTF-8.")]
    public void What_is_badly_written_is_an_error_that_names_the_parameter(string raw, string message)
    {
        Assert.Null(QueryReader.Parse(raw, errors).Text("name", 10));
        Assert.Equal([new ErrorItem(1001, message)], errors);
    }

    [Fact]
    public void Unpaired_surrogates_are_refused()
    {
        QueryReader.Parse("name=\uD83D&b=\uDE00a&c=😀", errors);
        Assert.Equal(["name is not valid UTF-8.", "b is not valid UTF-8."], errors.Select(error => error.Message));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var query = QueryReader.Parse("a=%&b=x&c=1&c=2&d=4&e=12345&f=1,2,3", errors);
        Assert.Null(query.Integer("b", 0, 9));
        Assert.Null(query.Text("c", 9));
        Assert.Null(query.OneOf("d", "asc", "desc"));
        Assert.Null(query.Text("e", 4));
        Assert.Empty(query.Texts("f", true, 2));
        Assert.Equal(7, query.ClampedPage("b", 7, 0, 9));
        Assert.Equal(
            [
                "a has a % that is not followed by two hexadecimal digits.",
                "b must be a whole number from 0 to 9.",
                "c must be given only once.",
                "d must be one of asc, desc.",
                "e must not be longer than 4 characters.",
                "f must not have more than 2 values.",
                "b must be a whole number.",
            ],
            errors.Select(error => error.Message));
        Assert.All(errors, error => Assert.Equal((1001, null), (error.Code, error.Pointer)));
    }

    [Fact]
    public void A_flood_of_bad_parameters_is_not_answered_one_by_one()
    {
        QueryReader.Parse(string.Concat(Enumerable.Repeat(new string('n', 500) + "=%&", 10_000)), errors);
        Assert.Equal(20, errors.Count);
        Assert.All(errors, error => Assert.True(error.Message.Length < 150));
    }

    [Fact]
    public void Names_are_case_sensitive_and_may_be_encoded()
    {
        var query = QueryReader.Parse("Name=a&n%61me=b", errors);
        Assert.Equal("b", query.Text("name", 1));
        Assert.Equal("a", query.Text("Name", 1));
        Assert.Empty(errors);
    }

    [Fact]
    public void The_same_value_twice_and_an_empty_one_beside_it_are_no_contradiction()
    {
        Assert.Equal("x y", QueryReader.Parse("a=x+y&a=x%20y&a=", errors).Text("a", 10));
        Assert.Empty(errors);
    }

    [Fact]
    public void A_length_is_counted_in_scalar_values()
    {
        var query = QueryReader.Parse("a=😀😀&b=😀😀😀", errors);
        Assert.Equal("😀😀", query.Text("a", 2));
        Assert.Null(query.Text("b", 2));
    }

    [Theory]
    [InlineData("a=1&a=2,3&a=&a=,4,,5", true, new[] { "1", "2", "3", "4", "5" })]
    [InlineData("a=1&a=2,3", false, new[] { "1", "2,3" })]
    [InlineData("a=1%2C2", true, new[] { "1", "2" })]
    [InlineData("a=1&a=1", true, new[] { "1", "1" })]
    [InlineData("b=1", true, new string[0])]
    public void Lists_repeat_and_may_have_commas(string raw, bool commaSeparated, string[] values)
    {
        Assert.Equal(values, QueryReader.Parse(raw, errors).Texts("a", commaSeparated, 5));
        Assert.Empty(errors);
    }

    [Fact]
    public void A_list_of_exactly_the_most_values_is_read()
    {
        var raw = string.Join('&', Enumerable.Range(0, 1_000).Select(i => $"id={i}"));
        Assert.Equal(1_000, QueryReader.Parse(raw, errors).Texts("id", true, 1_000).Count);
        Assert.Empty(errors);
        Assert.Empty(QueryReader.Parse(raw + "&id=x", errors).Texts("id", true, 1_000));
        Assert.Equal("id must not have more than 1000 values.", Assert.Single(errors).Message);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("007", 7)]
    [InlineData("1000", 1000)]
    public void Whole_numbers_in_the_range_are_read(string text, int value) =>
        Assert.Equal(value, QueryReader.Parse("n=" + text, errors).Integer("n", 0, 1_000));

    [Theory]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("0x1")]
    [InlineData("+5")]
    [InlineData("5+")]
    [InlineData("١")]
    [InlineData("99999999999999999999")]
    public void Other_numbers_are_errors(string text)
    {
        Assert.Null(QueryReader.Parse("n=" + text, errors).Integer("n", 0, 1_000));
        Assert.Equal("n must be a whole number from 0 to 1000.", Assert.Single(errors).Message);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("7.0", 7)]
    [InlineData("7.000", 7)]
    [InlineData("1e1", 10)]
    [InlineData("1.5e1", 15)]
    [InlineData("4", 5)]
    [InlineData("0", 5)]
    [InlineData("-1", 5)]
    [InlineData("51", 50)]
    [InlineData("9223372036854775808", 50)]
    [InlineData("-1e%2B16", 5)]
    [InlineData("1e999", 50)]
    public void Page_numbers_are_brought_into_the_range(string text, int value)
    {
        Assert.Equal(value, QueryReader.Parse("per_page=" + text, errors).ClampedPage("per_page", 20, 5, 50));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("7.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("e")]
    [InlineData("7,0")]
    [InlineData("+7")]
    public void What_is_no_whole_number_is_an_error(string text)
    {
        Assert.Equal(20, QueryReader.Parse("per_page=" + text, errors).ClampedPage("per_page", 20, 5, 50));
        Assert.Equal("per_page must be a whole number.", Assert.Single(errors).Message);
    }

    [Fact]
    public void Words_stand_for_values()
    {
        var query = QueryReader.Parse("direction=desc&match=ALL", errors);
        Assert.Equal("desc", query.OneOf("direction", "asc", "desc"));
        Assert.True(query.OneOf("direction", ("asc", false), ("desc", true)));
        Assert.Null(query.OneOf("order", ("name", true)));
        Assert.Empty(errors);
        Assert.Null(query.OneOf("match", ("any", false), ("all", true)));
        Assert.Equal("match must be one of any, all.", Assert.Single(errors).Message);
    }

    [Fact]
    public void Plain_parameters_cost_little()
    {
        const string raw = "?page_size=50&page_token=abcdefghijklmnop&direction=desc&unknown=x";
        QueryReader.Parse(raw, errors).Integer("page_size", 0, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) QueryReader.Parse(raw, errors).Integer("page_size", 0, 1_000);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 300);
    }

    private static string Clean(string text) => text.Replace("\u0000", "", StringComparison.Ordinal);

    private static string Encode(Random random, string text)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet == ' ' && random.Next(2) == 0) encoded.Append('+');
            else if (char.IsAsciiLetterOrDigit((char)octet) && random.Next(4) > 0) encoded.Append((char)octet);
            else encoded.Append('%').Append(octet.ToString(random.Next(2) == 0 ? "X2" : "x2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }
}
