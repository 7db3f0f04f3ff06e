using Grove.Server;
using Grove.Server.Configuration;
using Xunit;

namespace Grove.Tests.Configuration;

public sealed class OptionsReaderTests
{
    private const string Key = "0123456789abcdefghijklmnopqrstuvwxyz_-";

    /// <summary>For each setting two valid texts, neither its default.</summary>
    private static readonly Dictionary<string, (string First, string Second)> Samples = new()
    {
        ["Database"] = ("sqlite:first.db", "sqlite::memory:"),
        ["Urls"] = ("http://127.0.0.1:0", "https://0.0.0.0:8443;http://[::1]:80"),
        ["OperatorEmail"] = ("a@b", "o'neil$(x)@example.com"),
        ["OperatorKey"] = (Key, new string('k', 60)),
        ["PathBase"] = ("/", "/api/v1.0~x"),
        ["RateLimit"] = ("1200/300", "1/1"),
        ["MaxDepth"] = ("0", "64"),
        ["MaxAccounts"] = ("0", "2147483647"),
        ["RootCreation"] = ("operator", "operator"),
        ["DirectMembers"] = ("any", "any"),
        ["InviteDays"] = ("1", "365"),
        ["Smtp"] = ("smtp://127.0.0.1?tls=off", "smtp://u%40x:p%3A%2F@mail.example.com:2525"),
        ["MailFrom"] = ("a@b", "grove@example.com"),
        ["PublicUrl"] = ("https://example.com/", "http://localhost:8080/invitation?a=b"),
        ["InviteMails"] = ("0/0", "1000/5"),
        ["InviteTwoFactor"] = ("on", "on"),
        ["AuditDays"] = ("30", "36500"),
        ["TrustedProxies"] = ("10.0.0.0/8", "192.0.2.1, 2001:db8::/32,::1"),
        ["Metrics"] = ("open", "open"),
    };

    public static TheoryData<string> Names => new(Settings.All.Select(setting => setting.Name));

    [Fact]
    public void Nothing_set_gives_the_defaults()
    {
        using var reading = new Reading();
        var outcome = reading.Read();
        Assert.Equal(new GroveOptions(), outcome.Options);
        Assert.Empty(outcome.Warnings);
        Assert.Null(outcome.Answer);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_default_in_the_table_is_the_default_of_the_options(string name)
    {
        var setting = Find(name);
        if (!setting.Generated) Assert.Equal(new GroveOptions(), setting.Apply(new GroveOptions(), setting.Default, Assert.Fail));
        else Assert.Equal(new GroveOptions(), new GroveOptions { OperatorKey = null });
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_source_reads_the_same_value_and_the_later_source_wins(string name)
    {
        var setting = Find(name);
        var (first, second) = Samples[name];
        var low = setting.Apply(new GroveOptions(), first, Assert.Fail);
        var high = setting.Apply(new GroveOptions(), second, Assert.Fail);

        using var file = new Reading().AppSettings($$"""{ "Grove": { "{{name}}": "{{first}}" } }""");
        AssertSame(Beside(file, low), file.Read());
        AssertSame(Beside(file, high), file.Variable(setting.Variable, second).Read());
        if (setting.Option is not { } option) return;
        using var spaced = new Reading().Variable(setting.Variable, first).Arguments(option, second);
        AssertSame(high, spaced.Read());
        using var equals = new Reading().Variable(setting.Variable, first).Arguments($"{option}={second}");
        AssertSame(high, equals.Read());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_secret_has_a_file_twin_whose_trailing_newline_does_not_count_and_others_have_none(string name)
    {
        var setting = Find(name);
        using var reading = new Reading();
        reading.Variable(setting.FileVariable, reading.Write("secret", Samples[name].First + "\r\n"));
        var expected = Beside(reading, setting.Apply(new GroveOptions(), Samples[name].First, Assert.Fail));
        var outcome = reading.Read();
        if (!setting.Secret)
        {
            Assert.Equal([$"{setting.FileVariable}: is not a setting of Grove; --help lists them"], outcome.Faults);
            return;
        }
        AssertSame(name == "OperatorKey" ? expected with { OperatorKeyFile = Path.Combine(reading.Folder, "secret") } : expected, outcome);
    }

    [Fact]
    public void A_file_twin_in_appsettings_is_relative_to_its_folder()
    {
        using var reading = new Reading().AppSettings("""{ "grove": { "databaseFile": "secret" } }""");
        reading.Write("secret", "sqlite:x.db\n");
        Assert.Equal("sqlite:x.db", reading.Read().Options?.Database);
    }

    [Fact]
    public void A_secret_and_its_file_twin_together_are_refused()
    {
        using var reading = new Reading().Variable("GROVE_DATABASE", "sqlite:x.db").Variable("GROVE_DATABASE_FILE", "secret");
        Assert.Equal(["GROVE_DATABASE_FILE: cannot be set together with GROVE_DATABASE"], reading.Read().Faults);
    }

    [Fact]
    public void A_file_twin_that_cannot_be_read_is_refused()
    {
        using var reading = new Reading().Variable("GROVE_OPERATOR_KEY_FILE", "absent").Variable("GROVE_DATABASE_FILE", ".");
        Assert.Equal(
            ["GROVE_DATABASE_FILE: must name a file that can be read", "GROVE_OPERATOR_KEY_FILE: must name a file that can be read"],
            reading.Read().Faults);
    }

    [Fact]
    public void A_file_twin_that_is_not_text_is_refused()
    {
        using var reading = new Reading();
        var path = reading.Write("secret", "");
        File.WriteAllBytes(path, [0xff, 0xfe, 0xfd]);
        File.WriteAllBytes(path, [0x61, 0xc3, 0x28]);
        Assert.Equal(["GROVE_DATABASE_FILE: must name a file of UTF-8 text"], reading.Variable("GROVE_DATABASE_FILE", path).Read().Faults);
    }

    [Fact]
    public void The_operator_key_has_no_command_line_form_and_is_not_repeated()
    {
        using var spaced = new Reading().Arguments("--operator-key", "hunter2-hunter2");
        using var equals = new Reading().Arguments("--operator-key=hunter2-hunter2");
        const string expected =
            "--operator-key: has no command-line form; set GROVE_OPERATOR_KEY or GROVE_OPERATOR_KEY_FILE in the environment";
        Assert.Equal([expected], spaced.Read().Faults);
        Assert.Equal([expected], equals.Read().Faults);
    }

    [Fact]
    public void The_file_twin_of_the_database_has_no_command_line_form()
    {
        using var reading = new Reading().Arguments("--database-file", "secret");
        Assert.Equal(
            ["--database-file: has no command-line form; set GROVE_DATABASE or GROVE_DATABASE_FILE in the environment"],
            reading.Read().Faults);
    }

    [Fact]
    public void All_faults_are_reported_at_once_each_naming_its_key()
    {
        using var reading = new Reading { DatabaseFaults = _ => ["must name a host", "has an unknown parameter"] }
            .AppSettings("""
                {
                  "Grove": { "MaxAccounts": -1, "Nonsense": 1, "Metrics": true },
                  "Elsewhere": {}, "Kestrel": { "Any": 1 }, "Logging": {}, "AllowedHosts": "*"
                }
                """)
            .Variable("GROVE_DATABASE", "postgres://u:hunter2@/x")
            .Variable("GROVE_RATE_LIMIT", "fast")
            .Variable("GROVE_SHADE", "deep")
            .Arguments("--max-depth", "65", "--colour=green", "plain", "--urls");
        Assert.Equal(
            [
                "--colour: is not an option; --help lists them",
                "argument 4: is not an option; --help lists them",
                "--urls: needs a value",
                "GROVE_SHADE: is not a setting of Grove; --help lists them",
                "appsettings.json Grove:Nonsense: is not a setting of Grove; --help lists them",
                "appsettings.json Grove:Metrics: must be a string or a number",
                "appsettings.json Elsewhere: is not a section of this file; Grove's own settings belong in Grove",
                "GROVE_DATABASE: must name a host",
                "GROVE_DATABASE: has an unknown parameter",
                "GROVE_RATE_LIMIT: must be REQUESTS/SECONDS, both from 1 and the seconds at most 86400, like 1200/300; or off",
                "--max-depth: must be a whole number from 0 to 64",
                "appsettings.json Grove:MaxAccounts: must be a whole number from 0 to 2147483647",
            ],
            reading.Read().Faults);
        Assert.Null(reading.Read().Options);
    }

    [Fact]
    public void No_fault_repeats_a_value()
    {
        const string secret = "s3cr3t-v4lu3";
        foreach (var setting in Settings.All)
        {
            using var reading = new Reading { DatabaseFaults = _ => ["is wrong"] };
            reading.Variable(setting.Variable, secret).Variable("GROVE_OTHER", secret)
                .AppSettings($$"""{ "{{setting.Name}}": "{{secret}}" }""")
                .Arguments(secret, $"--other={secret}", "--another", secret, $"-{secret}", $"--{secret}={secret}");
            var faults = reading.Read().Faults;
            Assert.Equal(8, faults.Count);
            Assert.DoesNotContain(faults, fault => fault.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Options_do_not_print_their_secrets() =>
        Assert.Equal("GroveOptions", new GroveOptions { Database = "postgres://u:hunter2@h/d", OperatorKey = Key }.ToString());

    [Theory]
    [InlineData("{", "appsettings.json: must be JSON; line 1 is not")]
    [InlineData("{\n\"Grove\": {\n\"Urls\": hunter2 } }", "appsettings.json: must be JSON; line 3 is not")]
    [InlineData("[]", "appsettings.json: must be an object")]
    [InlineData("""{ "Grove": 1 }""", "appsettings.json Grove: must be an object")]
    [InlineData("""{ "Grove": {}, "grove": {} }""", "appsettings.json grove: is given more than once")]
    [InlineData("""{ "Grove": { "MaxDepth": 1, "MaxDepth": 1 } }""", "appsettings.json Grove:MaxDepth: is given more than once")]
    [InlineData("""{ "Grove": { "Urls": null } }""", "appsettings.json Grove:Urls: must be a string or a number")]
    public void A_broken_appsettings_file_is_refused(string json, string fault)
    {
        using var reading = new Reading().AppSettings(json);
        Assert.Equal([fault], reading.Read().Faults);
    }

    [Fact]
    public void Appsettings_may_hold_numbers_and_comments_and_trailing_commas()
    {
        using var reading = new Reading().AppSettings("""{ /* why */ "Grove": { "MaxDepth": 3, }, }""");
        Assert.Equal(3, reading.Read().Options?.MaxDepth);
    }

    [Fact]
    public void An_option_given_twice_is_refused()
    {
        using var reading = new Reading().Arguments("--max-depth", "1", "--max-depth=2");
        Assert.Equal(["--max-depth: is given more than once"], reading.Read().Faults);
    }

    [Fact]
    public void Variables_of_tests_and_of_Kubernetes_services_are_passed_over()
    {
        using var reading = new Reading()
            .Variable("GROVE_TEST_POSTGRES", "x")
            .Variable("GROVE_SERVICE_HOST", "10.0.0.1")
            .Variable("GROVE_DB_SERVICE_PORT_HTTP", "80")
            .Variable("GROVE_PORT", "tcp://10.0.0.1:80")
            .Variable("GROVE_PORT_80_TCP_ADDR", "10.0.0.1")
            .Variable("grove_urls", "nonsense");
        Assert.Empty(reading.Read().Faults);
    }

    [Fact]
    public void A_port_of_ones_own_is_no_Kubernetes_service()
    {
        using var reading = new Reading().Variable("GROVE_PORT", "8080");
        Assert.Equal(["GROVE_PORT: is not a setting of Grove; --help lists them"], reading.Read().Faults);
    }

    [Fact]
    public void The_reset_flag_is_read_and_takes_no_value()
    {
        using var plain = new Reading().Arguments("--reset-operator-key", "--max-depth", "1");
        Assert.True(plain.Read().Options?.ResetOperatorKey);
        using var valued = new Reading().Arguments("--reset-operator-key=yes");
        Assert.Equal(["--reset-operator-key: takes no value"], valued.Read().Faults);
    }

    [Fact]
    public void Help_names_every_key_and_is_answered_whatever_else_is_wrong()
    {
        using var reading = new Reading().Arguments("--help").Variable("GROVE_SHADE", "deep");
        var outcome = reading.Read();
        Assert.Null(outcome.Options);
        Assert.Empty(outcome.Faults);
        foreach (var setting in Settings.All)
        {
            Assert.Contains(setting.Variable, outcome.Answer, StringComparison.Ordinal);
            if (setting.Option is { } option) Assert.Contains(option + ", ", outcome.Answer, StringComparison.Ordinal);
        }
        foreach (var flag in Settings.Flags) Assert.Contains(flag.Option, outcome.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_answered()
    {
        using var reading = new Reading().Arguments("--version");
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\n$", reading.Read().Answer!);
    }

    [Fact]
    public void Mails_need_a_sender_and_a_link()
    {
        using var reading = new Reading().Variable("GROVE_SMTP", "smtp://mail.example.com").Variable("GROVE_MAX_DEPTH", "x");
        Assert.Equal(
            [
                "GROVE_MAX_DEPTH: must be a whole number from 0 to 64", "GROVE_MAIL_FROM: must be set where GROVE_SMTP is",
                "GROVE_PUBLIC_URL: must be set where GROVE_SMTP is",
            ],
            reading.Read().Faults);
        using var without = new Reading().Variable("GROVE_MAIL_FROM", "a@b");
        Assert.Empty(without.Read().Faults);
    }

    [Theory]
    [InlineData("smtp://192.0.2.1:25?tls=off", 1)]
    [InlineData("smtp://127.0.0.1:25?tls=off", 0)]
    [InlineData("smtp://192.0.2.1:25", 0)]
    public void Mails_that_travel_readable_are_warned_about(string url, int warnings)
    {
        using var reading = new Reading().Variable("GROVE_SMTP", url).Variable("GROVE_MAIL_FROM", "a@b").Variable("GROVE_PUBLIC_URL", "https://x/");
        Assert.Equal(warnings, reading.Read().Warnings.Count);
    }

    /// <summary>Where mails are sent, what they need beside their server.</summary>
    private static GroveOptions Beside(Reading reading, GroveOptions options)
    {
        if (options.Smtp is null) return options;
        reading.Variable("GROVE_MAIL_FROM", "a@b").Variable("GROVE_PUBLIC_URL", "https://x/");
        return options with { MailFrom = "a@b", PublicUrl = "https://x/" };
    }

    private static Setting Find(string name) => Settings.All.Single(setting => setting.Name == name);

    // Networks are compared one by one: a record compares its lists by identity.
    private static void AssertSame(GroveOptions expected, OptionsOutcome actual)
    {
        Assert.Empty(actual.Faults);
        Assert.NotNull(actual.Options);
        Assert.Equal(expected.TrustedProxies, actual.Options.TrustedProxies);
        Assert.Equal(expected with { TrustedProxies = [] }, actual.Options with { TrustedProxies = [] });
    }
}
