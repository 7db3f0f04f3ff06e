namespace Grove.Server.Configuration;

/// <summary>The table of everything that can be configured.</summary>
internal static partial class Settings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        // The text of a database is checked by the storage engines, through the reader.
        new("Database", "GROVE_DATABASE", "--database", "sqlite:grove.db", "sqlite:PATH | sqlite::memory: | postgres://...",
            "the database; a password is safer in GROVE_DATABASE_FILE", (options, text, _) => options with { Database = text })
        { Secret = true },
        new("Urls", "GROVE_URLS", "--urls", "http://127.0.0.1:7878", "URL[;URL]",
            "where it listens; port 0 takes a free one", Urls),
        new("OperatorEmail", "GROVE_OPERATOR_EMAIL", "--operator-email", "operator@localhost", "E-MAIL",
            "the operator made on an empty database", OperatorEmail),
        new("OperatorKey", "GROVE_OPERATOR_KEY", null, "generated", "KEY",
            "that operator's global API key", OperatorKey)
        { Secret = true, Generated = true },
        new("PathBase", "GROVE_PATH_BASE", "--path-base", "/client/v4", "/PATH",
            "where the wire API is mounted; / for the root", PathBase),
        new("RateLimit", "GROVE_RATE_LIMIT", "--rate-limit", "off", "REQUESTS/SECONDS | off",
            "requests a user may make in a window", RateLimit),
        new("MaxDepth", "GROVE_MAX_DEPTH", "--max-depth", "10", "0..64",
            "levels of organizations below a root; 0 for the ceiling of 64",
            (options, text, fault) => options with { MaxDepth = SettingText.Integer(text, 0, 64, options.MaxDepth, fault) }),
        new("MaxAccounts", "GROVE_MAX_ACCOUNTS", "--max-accounts", "500", "NUMBER",
            "accounts directly in one organization; 0 for no limit",
            (options, text, fault) =>
                options with { MaxAccounts = SettingText.Integer(text, 0, int.MaxValue, options.MaxAccounts, fault) }),
        new("RootCreation", "GROVE_ROOT_CREATION", "--root-creation", "anyone", "anyone | operator",
            "who may create root organizations",
            (options, text, fault) => options with { RootCreationByOperators = SettingText.Second(text, "anyone", "operator", fault) }),
        new("DirectMembers", "GROVE_DIRECT_MEMBERS", "--direct-members", "managed", "managed | any",
            "who may be made an active member without consent",
            (options, text, fault) => options with { DirectMembersAny = SettingText.Second(text, "managed", "any", fault) }),
        new("InviteDays", "GROVE_INVITE_DAYS", "--invite-days", "7", "1..365",
            "days after which an invitation expires",
            (options, text, fault) => options with { InviteDays = SettingText.Integer(text, 1, 365, options.InviteDays, fault) }),
        Smtp,
        MailFrom,
        PublicUrl,
        new("InviteMails", "GROVE_INVITE_MAILS", "--invite-mails", "250/10", "ORGANIZATION/ADDRESS",
            "invitations mailed a day by one organization and to one address; 0 for no limit", InviteMails),
        new("InviteTwoFactor", "GROVE_INVITE_TWO_FACTOR", "--invite-two-factor", "off", "off | on",
            "whether only users with two-factor authentication accept invitations",
            (options, text, fault) => options with { InviteTwoFactor = SettingText.Second(text, "off", "on", fault) }),
        new("AuditDays", "GROVE_AUDIT_DAYS", "--audit-days", "0", "0..36500",
            "days after which audit records are removed; 0 for never",
            (options, text, fault) => options with { AuditDays = SettingText.Integer(text, 0, 36500, options.AuditDays, fault) }),
        new("TrustedProxies", "GROVE_TRUSTED_PROXIES", "--trusted-proxies", "none", "CIDR[,CIDR] | none",
            "the proxies whose X-Forwarded-For and -Proto are believed",
            (options, text, fault) => options with { TrustedProxies = ProxyNetworks.Parse(text, fault) }),
        new("Metrics", "GROVE_METRICS", "--metrics", "operator", "operator | open",
            "who may read /metrics",
            (options, text, fault) => options with { MetricsOpen = SettingText.Second(text, "operator", "open", fault) }),
    ];

    public static Flag ResetOperatorKey { get; } = new("--reset-operator-key", "give the operator a new key, print it, and start");

    public static Flag Help { get; } = new("--help", "print this and stop");

    public static Flag Version { get; } = new("--version", "print the version and stop");

    public static IReadOnlyList<Flag> Flags { get; } = [ResetOperatorKey, Help, Version];

    private static GroveOptions Urls(GroveOptions options, string text, Action<string> fault)
    {
        var urls = ListenUrl.ParseList(text, fault);
        return options with { Urls = string.Join(';', urls) };
    }

    private static GroveOptions OperatorEmail(GroveOptions options, string text, Action<string> fault)
    {
        var valid = text.Length is >= 3 and <= 90
            && text.Count(c => c == '@') == 1 && text[0] != '@' && text[^1] != '@'
            && text.All(c => c is > ' ' and < '\x7f' && !"<>,;:\"".Contains(c, StringComparison.Ordinal));
        if (!valid)
            fault("must be an e-mail address: 3 to 90 visible ASCII characters, one @ between others, none of < > , ; : \"");
        return options with { OperatorEmail = text };
    }

    private static GroveOptions OperatorKey(GroveOptions options, string text, Action<string> fault)
    {
        var valid = text.Length is >= 37 and <= 60 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        if (!valid) fault("must be 37 to 60 characters, each a letter, a digit, _ or -");
        return options with { OperatorKey = text };
    }

    private static GroveOptions PathBase(GroveOptions options, string text, Action<string> fault)
    {
        if (text is "" or "/") return options with { PathBase = "" };
        if (text[0] != '/' || !text[1..].Split('/').All(IsPlainSegment))
            fault("must start with / and not end with it, with letters, digits and - . _ ~ between, like /client/v4; / is the root");
        else if (Reserved.Any(reserved => Contains(reserved, text) || Contains(text, reserved)))
            fault($"must not share a path with {string.Join(", ", Reserved)}");
        return options with { PathBase = text };
    }

    private static readonly string[] Reserved = ["/grove/v1", "/healthz", "/readyz", "/metrics", "/openapi.json"];

    // Routing does not tell upper from lower case.
    private static bool Contains(string outer, string inner) =>
        $"{inner}/".StartsWith($"{outer}/", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlainSegment(string segment) =>
        segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    private static GroveOptions RateLimit(GroveOptions options, string text, Action<string> fault)
    {
        if (text == "off") return options with { RateLimit = null };
        var parts = text.Split('/');
        if (parts.Length == 2
            && SettingText.TryInteger(parts[0], 1, 1_000_000_000, out var requests)
            && SettingText.TryInteger(parts[1], 1, 86_400, out var seconds))
            return options with { RateLimit = new RateLimit(requests, seconds) };
        fault("must be REQUESTS/SECONDS, both from 1 and the seconds at most 86400, like 1200/300; or off");
        return options;
    }
}
