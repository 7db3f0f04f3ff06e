using System.Text;
using System.Text.Json;
using Grove.Server.Http;
using Xunit;

namespace Grove.Tests.Http;

public sealed class JsonBodyTests
{
    private readonly List<ErrorItem> errors = [];

    [Theory]
    [InlineData("{}")]
    [InlineData(" \r\n\t{\"a\": [1, {\"b\": null}]} ")]
    [InlineData("""{"a":"\\u0000 \ud83d\ude00 \u00e9 \" \\\ud83d\ude00","\\ud83d":1}""")]
    public void Objects_are_read(string text)
    {
        using var document = Parse(text);
        Assert.NotNull(document);
        Assert.Empty(errors);
    }

    [Fact]
    public void Any_body_that_is_accepted_can_be_read_to_the_last_text()
    {
        var random = new Random(1);
        byte[][] pieces =
        [
            [.. "\\u0000"u8], [.. "\\ud83d"u8], [.. "\\ude00"u8], [.. "\\uD83D\\uDE00"u8], [.. "\\\\"u8], [.. "\\n"u8], [.. "\\u0041"u8],
            [.. "a"u8], [.. "é"u8], [.. "😀"u8], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF],
        ];
        var accepted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            errors.Clear();
            byte[] Text() => [(byte)'"', .. Enumerable.Range(0, random.Next(4)).SelectMany(_ => random.GetItems(pieces, 1)[0]), (byte)'"'];
            byte[] body = [.. "{"u8, .. Text(), .. ":["u8, .. Text(), .. ",{"u8, .. Text(), .. ":"u8, .. Text(), .. "}]}"u8];
            using var document = JsonBody.Parse(body, errors);
            Assert.Equal(document is null, errors.Count > 0);
            if (document is null) continue;
            accepted++;
            foreach (var text in Texts(document.RootElement))
            {
                Assert.DoesNotContain('\0', text);
                Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
            }
        }
        Assert.InRange(accepted, 100, 9_900);
    }

    [Theory]
    [InlineData("""{"a":"x\u0000"}""", "/a")]
    [InlineData("""{"a":"\ud83d"}""", "/a")]
    [InlineData("""{"a":"\ude00\ud83d"}""", "/a")]
    [InlineData("""{"a":"\ud83dx\ude00"}""", "/a")]
    [InlineData("""{"a":"\ud83d\n\ude00"}""", "/a")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", "/a")]
    [InlineData("""{"a":"ok","profile":{"list":[1,"ok",{"x/y~z":"\uDFFF"}]}}""", "/profile/list/2/x~1y~0z")]
    [InlineData("""{"\u0061":["\u0000"]}""", "/a/0")]
    public void Texts_that_cannot_be_stored_are_pointed_to(string text, string place)
    {
        using var document = Parse(text);
        Assert.Null(document);
        Assert.Equal([new ErrorItem(1001, "This text has U+0000, an unpaired surrogate or invalid UTF-8 in it.", place)], errors);
    }

    [Fact]
    public void Names_of_members_are_checked_too_and_shown_as_they_were_sent()
    {
        using var document = Parse("""{"p":{"a\u0000":{"b":"\ud83d"}}}""");
        Assert.Null(document);
        Assert.Equal(
            [
                new ErrorItem(1001, "The name of this member has U+0000, an unpaired surrogate or invalid UTF-8 in it.", "/p/a\\u0000"),
                new ErrorItem(1001, "This text has U+0000, an unpaired surrogate or invalid UTF-8 in it.", "/p/a\\u0000/b"),
            ],
            errors);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    public void Invalid_utf_8_is_pointed_to(byte[] bad)
    {
        using var document = JsonBody.Parse((byte[])[.. "{\"a\":{\"b\":\"x"u8, .. bad, .. "\"}}"u8], errors);
        Assert.Null(document);
        Assert.Equal("/a/b", Assert.Single(errors).Pointer);
    }

    [Theory]
    [InlineData("", "The body is empty; it must be a JSON object.")]
    [InlineData(" \n", "The body is empty; it must be a JSON object.")]
    [InlineData("{", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 2).")]
    [InlineData("{\n\"a\":1,}", "The body is not JSON, or nested deeper than 32 levels (line 2, byte 7).")]
    [InlineData("{/**/}", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 2).")]
    [InlineData("{'a':1}", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 2).")]
    [InlineData("{\"a\":NaN}", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 6).")]
    [InlineData("{}{}", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 3).")]
    [InlineData("{\"a\":\"\u0000\"}", "The body is not JSON, or nested deeper than 32 levels (line 1, byte 7).")]
    public void What_is_not_json_is_said_with_its_place(string text, string message)
    {
        Assert.Null(Parse(text));
        Assert.Equal([new ErrorItem(1001, message)], errors);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("1")]
    [InlineData("[\"\\u0000\"]")]
    public void Anything_but_an_object_is_refused(string text)
    {
        Assert.Null(Parse(text));
        Assert.Equal([new ErrorItem(1001, "The body must be a JSON object.", "")], errors);
    }

    [Fact]
    public void Thirty_two_levels_are_read_and_no_more()
    {
        static string Nested(int levels) => "{\"a\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}";
        using var deepest = Parse(Nested(32));
        Assert.NotNull(deepest);
        Assert.Null(Parse(Nested(33)));
        Assert.Null(Parse(Nested(100_000)));
        Assert.Equal(2, errors.Count);
    }

    [Fact]
    public void Of_members_with_one_name_the_last_counts()
    {
        using var document = Parse("""{"name":"first","n\u0061me":"second","p":{"x":1},"name":"last","p":{"y":"z"}}""");
        var members = Members(document);
        Assert.Equal("last", members.RequiredText("name"));
        Assert.Equal("z", members.Object("p").Value.OptionalText("y"));
        Assert.True(members.Object("p").Value.Text("x").IsAbsent);
    }

    [Fact]
    public void A_flood_of_bad_texts_is_neither_answered_one_by_one_nor_pointed_to_at_length()
    {
        var name = new string('n', 100_000);
        var bad = string.Join(',', Enumerable.Repeat("\"\\u0000\"", 50_000));
        using var document = Parse("{\"p\":{\"" + name + "\":[" + bad + "]}}");
        Assert.Null(document);
        Assert.Equal(20, errors.Count);
        Assert.All(errors, error => Assert.Equal("/p", error.Pointer));
    }

    [Fact]
    public void Members_that_are_there_are_read()
    {
        using var document = Parse("""{"t":"x","b":true,"o":{"t":""},"l":["a","b"],"m":[{"t":"1"},{}],"n":null}""");
        var members = Members(document);
        Assert.Equal("x", members.RequiredText("t"));
        Assert.Equal("x", members.OptionalText("t"));
        Assert.Equal("x", members.Text("t").Value);
        Assert.True(members.Bool("b").Value);
        Assert.Equal("", members.Object("o").Value.RequiredText("t"));
        Assert.Equal(["a", "b"], members.Texts("l").Value);
        Assert.Equal(["1", null], members.Objects("m").Value.Select(item => item.OptionalText("t")));
        Assert.Empty(errors);
    }

    [Fact]
    public void Absent_null_and_a_value_are_three_things()
    {
        using var document = Parse("""{"n":null,"t":"x"}""");
        var members = Members(document);
        Assert.Equal((true, false, false), State(members.Text("a")));
        Assert.Equal((false, true, false), State(members.Text("n")));
        Assert.Equal((false, false, true), State(members.Text("t")));
        Assert.Equal((true, false, false), State(members.Bool("a")));
        Assert.Equal((false, true, false), State(members.Bool("n")));
        Assert.Equal((true, false, false), State(members.Object("a")));
        Assert.Equal((false, true, false), State(members.Object("n")));
        Assert.Equal((true, false, false), State(members.Texts("a")));
        Assert.Equal((false, true, false), State(members.Texts("n")));
        Assert.Equal((false, true, false), State(members.Objects("n")));
        Assert.Null(members.OptionalText("n"));
        Assert.Equal("other", members.Text("n").Or("other"));
        Assert.Empty(errors);
        Assert.Throws<InvalidOperationException>(() => Members(document).Text("n").Value);
    }

    [Fact]
    public void Members_of_the_wrong_kind_are_errors_that_say_what_is_wanted_and_where()
    {
        using var document = Parse("""{"n":1,"x":null,"o":{"b":"true","l":["a",2,3],"m":[{"t":[]},{"t~/":7}],"s":"s"}}""");
        var members = Members(document);
        members.RequiredText("a");
        members.RequiredText("n");
        members.RequiredText("x");
        members.OptionalText("n");
        members.Bool("n");
        members.Object("n");
        var inner = members.Object("o").Value;
        inner.Bool("b");
        inner.Texts("l");
        inner.Objects("l");
        inner.Texts("s");
        var items = inner.Objects("m").Value;
        items[0].Text("t");
        items[1].Text("t~/");
        items[1].Fail("t", "t is not to my liking.");
        Assert.Equal(
            [
                ("a is required.", "/a"),
                ("n must be a string.", "/n"),
                ("x must be a string.", "/x"),
                ("n must be a string.", "/n"),
                ("n must be true or false.", "/n"),
                ("n must be an object.", "/n"),
                ("b must be true or false.", "/o/b"),
                ("l[1] must be a string.", "/o/l/1"),
                ("l[0] must be an object.", "/o/l/0"),
                ("s must be an array.", "/o/s"),
                ("t must be a string.", "/o/m/0/t"),
                ("t~/ must be a string.", "/o/m/1/t~0~1"),
                ("t is not to my liking.", "/o/m/1/t"),
            ],
            errors.Select(error => (error.Message, error.Pointer!)));
        Assert.All(errors, error => Assert.Equal(ErrorCodes.Invalid, error.Code));
    }

    private JsonDocument? Parse(string text) => JsonBody.Parse(Encoding.UTF8.GetBytes(text), errors);

    private JsonMembers Members(JsonDocument? document) => new(document!.RootElement, errors);

    private static (bool Absent, bool Null, bool Value) State<T>(Field<T> field) => (field.IsAbsent, field.IsNull, field.HasValue);

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name)),
        _ => [],
    };
}
