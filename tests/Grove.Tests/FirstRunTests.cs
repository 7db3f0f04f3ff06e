using System.Diagnostics;
using System.Text;
using Grove.Server;
using Xunit;

namespace Grove.Tests;

public sealed class FirstRunTests
{
    private const string Key = "0123456789abcdefghijklmnopqrstuvwxyz_-";

    [Fact]
    public void A_first_start_shows_everything_needed_once()
    {
        var text = new FirstRunText(["http://127.0.0.1:7878"], "/client/v4", "operator@localhost")
            .OnEmptyDatabase(OperatorKeyText.Generated(Key));
        Assert.Equal(
            $"""
            Grove is listening on http://127.0.0.1:7878

            The database was empty, so Grove made its operator:

              e-mail   operator@localhost
              API key  {Key}

            The key is shown this once; the database keeps only its digest.

            To try it:

              curl -H 'X-Auth-Email: operator@localhost' -H "X-Auth-Key: {Key}" 'http://127.0.0.1:7878/client/v4/organizations'

            For Cloudflare's own clients:

              export CLOUDFLARE_BASE_URL='http://127.0.0.1:7878/client/v4' CLOUDFLARE_EMAIL='operator@localhost' CLOUDFLARE_API_KEY="{Key}"


            """,
            text);
    }

    [Fact]
    public void A_later_start_names_the_operator_and_the_way_to_a_new_key() => Assert.Equal(
        "Grove is listening on http://127.0.0.1:1, https://localhost:2\n"
        + "Operator: o@x. For a new key start once with --reset-operator-key.\n",
        new FirstRunText(["http://127.0.0.1:1", "https://[::]:2/"], "", "o@x").OnLaterStart());

    [Fact]
    public void A_reset_shows_the_new_key()
    {
        var text = new FirstRunText(["http://127.0.0.1:1"], "", "o@x").AfterReset(OperatorKeyText.Generated(Key));
        Assert.Contains("the old one no longer works", text, StringComparison.Ordinal);
        Assert.Contains($"API key  {Key}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_key_is_never_printed()
    {
        var first = new FirstRunText(["http://127.0.0.1:1"], "", "o@x");
        foreach (var file in new[] { null, "/run/secrets/key" })
        {
            var key = OperatorKeyText.Configured(new GroveOptions { OperatorKey = Key, OperatorKeyFile = file });
            Assert.DoesNotContain(Key, first.OnEmptyDatabase(key) + first.AfterReset(key) + first.KeyDiffers(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:7878", "http://localhost:7878")]
    [InlineData("https://[::]:1", "https://localhost:1")]
    [InlineData("http://*:1", "http://localhost:1")]
    [InlineData("http://+:1", "http://localhost:1")]
    [InlineData("http://[::1]:1", "http://[::1]:1")]
    [InlineData("http://10.0.0.0:1/", "http://10.0.0.0:1")]
    public void A_wildcard_is_shown_as_an_address_that_can_be_called(string bound, string shown) =>
        Assert.Equal(shown, ShellText.Reachable(bound));

    [Fact]
    public async Task The_lines_mean_the_same_in_a_shell_for_any_valid_e_mail()
    {
        if (!File.Exists("/bin/sh"))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "no POSIX shell");
            Assert.Skip("no POSIX shell");
        }
        var folder = Directory.CreateTempSubdirectory("grove-first-run-").FullName;
        try
        {
            var file = Path.Combine(folder, "it's a $(key)");
            await File.WriteAllTextAsync(file, Key + "\r\n", TestContext.Current.CancellationToken);
            OperatorKeyText[] keys =
            [
                OperatorKeyText.Generated(Key),
                OperatorKeyText.Configured(new GroveOptions { OperatorKey = Key }),
                OperatorKeyText.Configured(new GroveOptions { OperatorKey = Key, OperatorKeyFile = file }),
            ];
            // The shell prints each word in <> in place of calling, so a word that was split or expanded shows.
            var script = new StringBuilder($"GROVE_OPERATOR_KEY={Key}\ncurl() {{ for word; do printf '<%s>' \"$word\"; done; echo; }}\n");
            var expected = new StringBuilder();
            var next = 0;
            foreach (var email in Emails())
            {
                var text = new FirstRunText(["http://127.0.0.1:1"], "/v~4", email).OnEmptyDatabase(keys[next++ % keys.Length]);
                foreach (var line in text.Split('\n').Where(line => line.TrimStart().Split(' ')[0] is "curl" or "export"))
                    script.Append(line).Append('\n');
                script.Append("printf '<%s>' \"$CLOUDFLARE_BASE_URL\" \"$CLOUDFLARE_EMAIL\" \"$CLOUDFLARE_API_KEY\"; echo\n");
                expected.Append($"<-H><X-Auth-Email: {email}><-H><X-Auth-Key: {Key}><http://127.0.0.1:1/v~4/organizations>\n".AsSpan());
                expected.Append($"<http://127.0.0.1:1/v~4><{email}><{Key}>\n".AsSpan());
            }
            Assert.Equal(expected.ToString(), await RunAsync(script.ToString(), TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Every printable character an e-mail may hold, alone, doubled and all together, and random mixtures.</summary>
    private static IEnumerable<string> Emails()
    {
        var allowed = Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except("<>,;:\"@").ToArray();
        foreach (var c in allowed) yield return $"{c}{c}@{c}";
        yield return new string(allowed[..60]) + "@" + new string(allowed[^29..]);
        var random = new Random(7);
        for (var i = 0; i < 40; i++) yield return new string(random.GetItems(allowed, 20)) + "@" + new string(random.GetItems(allowed, 10));
    }

    private static async Task<string> RunAsync(string script, CancellationToken cancel)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEndAsync(cancel);
        await shell.StandardInput.WriteAsync(script.AsMemory(), cancel);
        shell.StandardInput.Close();
        var text = await output;
        await shell.WaitForExitAsync(cancel);
        return text;
    }
}
