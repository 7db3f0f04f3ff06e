using System.Text;
using System.Text.Json;

namespace Grove.Conformance.Hostile;

/// <summary>Texts that have broken something, somewhere, once.</summary>
internal static class Values
{
    public static readonly string[] Texts =
    [
        "", " ", "null", "undefined", "true", "0", "-1", "1e999", "NaN", "Infinity", "9223372036854775808", "99999999999999999999999999999999", "0x7fffffff", "1_000", "١٢٣",
        "'", "''", "' or '1'='1", "'; drop table users; --", "\" or 1=1 --", "1); select pg_sleep(9)--", "@user", "$1", "?1", ":name", "{0}", "%s%n%x", "%", "_", "\\", "\\0", "*", "$(id)", "`id`", "${jndi:ldap://x/a}", "{{7*7}}",
        "<script>alert(1)</script>", "../../../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "http://169.254.169.254/", "\r\nSet-Cookie: a=b", "a\nb", "a\tb", "\u0001", "\u007f", "\u0085", "\u00a0", "\u200b", "\u202e", "\ufeff", "\ufffe", "\uffff", "\ufdd0",
        "e\u0301", "ſ", "K", "ǅ", "İ", "ß", "ﬀ", "👩‍👩‍👧‍👦", "𝕳", "漢字", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L", "ﷺ", "a\u0300\u0301\u0302\u0303", "com.cloudflare.api.account.*", "33666b9c79b9a5273fc7344ff42f953d",
    ];

    /// <summary>Values as they stand in JSON.</summary>
    public static string Json(Random random, int depth = 0) => random.Next(depth > 3 ? 9 : 13) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => Pick(random, "0", "-0", "1", "-1", "1.5", "1e5", "1E400", "-1e-400", "2147483648", "9223372036854775808", "0.1e1"),
        3 => new string('9', random.Next(1, 400)),
        4 or 5 or 6 => JsonSerializer.Serialize(Text(random)),
        7 => Pick(random, "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"", "\"\\uD83D\\uDE00\"", "\"\\/\\b\\f\""),
        8 => "\"" + new string((char)random.Next('a', 'z'), random.Next(1, 5000)) + "\"",
        9 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth + 1))) + "]",
        10 => "{" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => JsonSerializer.Serialize(Text(random)) + ":" + Json(random, depth + 1))) + "}",
        11 => new string('[', random.Next(60)) + "1" + new string(']', random.Next(60)),
        _ => "{\"id\":" + Json(random, depth + 1) + "}",
    };

    public static string Text(Random random) => random.Next(4) == 0
        ? new string([.. Enumerable.Range(0, random.Next(120)).Select(_ => (char)random.Next(1, 0xD7FF))])
        : Pick(random, Texts);

    /// <summary>UTF-8, one character for each byte.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Percent-encoded, well or not.</summary>
    public static string Encoded(Random random, string text) => random.Next(6) switch
    {
        0 => Pick(random, "%", "%0", "%zz", "%00", "%ff", "%c0%80", "%ed%a0%80", "%2", "%%30%30", "%u0041", "+", "%2B", "%0d%0a", "%252e"),
        1 => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:x2}")),
        2 => Uri.EscapeDataString(text) + "%f" + random.Next(10),
        _ => Uri.EscapeDataString(text),
    };

    public static T Pick<T>(Random random, params T[] from) => from[random.Next(from.Length)];

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
