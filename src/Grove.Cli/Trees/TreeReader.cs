namespace Grove.Cli.Trees;

/// <summary>A file as a forest, or all that is wrong with it.</summary>
internal sealed record TreeFile(IReadOnlyList<TreeOrganization> Organizations, IReadOnlyList<TreeFault> Faults);

/// <summary>Makes a forest of tokens. It goes on after a fault, so that all are found at once; only what is no YAML or JSON at all ends it.</summary>
internal sealed class TreeReader
{
    /// <summary>The deepest that organizations are nested: no server allows more.</summary>
    public const int MaxDepth = 64;

    // Stands for a name that has a fault already: not missing, and not the same as another.
    private static readonly string Faulty = new('?', 1);

    private readonly IEnumerator<TreeToken> tokens;
    private readonly List<TreeFault> faults = [];
    private int depth;

    private TreeReader(IEnumerator<TreeToken> tokens) => this.tokens = tokens;

    private TreeToken Token => tokens.Current;

    /// <summary>Reads YAML as it comes.</summary>
    public static TreeFile ReadYaml(Stream stream) => Read(YamlTokens.Read(stream));

    /// <summary>Reads JSON.</summary>
    public static TreeFile ReadJson(byte[] file) => Read(JsonTokens.Read(file));

    /// <summary>Reads a file in the format of its name, or, when that does not say, in that of its first character: JSON begins with <c>{</c>.</summary>
    public static TreeFile ReadFile(string path)
    {
        var extension = Path.GetExtension(path);
        using var stream = File.OpenRead(path);
        if (IsOneOf(extension, ".yaml", ".yml")) return ReadYaml(stream);
        return IsOneOf(extension, ".json") || BeginsAsJson(stream) ? ReadJson(File.ReadAllBytes(path)) : ReadYaml(stream);
    }

    private static TreeFile Read(IEnumerable<TreeToken> tokens)
    {
        using var source = tokens.GetEnumerator();
        var reader = new TreeReader(source);
        IReadOnlyList<TreeOrganization> forest = [];
        try
        {
            reader.Next();
            forest = reader.Forest();
        }
        catch (TreeSyntaxException fault)
        {
            reader.faults.Add(new(fault.Place, fault.Message));
        }
        return new(forest, [.. reader.faults.OrderBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column)]);
    }

    private IReadOnlyList<TreeOrganization> Forest()
    {
        if (Token.Kind == TokenKind.End)
        {
            Fail(Token.Place, "The file is empty; it needs organizations.");
            return [];
        }
        var place = Token.Place;
        IReadOnlyList<TreeOrganization>? forest = null;
        var isMap = Map("The file", name => name switch
        {
            "organizations" => Take(() => forest = Organizations()),
            _ => false,
        });
        if (isMap && forest is null) Fail(place, "organizations is missing.");
        // What stands after the end of JSON is a fault of its own.
        while (Token.Kind != TokenKind.End) Next();
        return forest ?? [];
    }

    private List<TreeOrganization> Organizations()
    {
        if (depth == MaxDepth && Token.Kind != TokenKind.Null)
        {
            Fail(Token.Place, $"Organizations are nested at most {MaxDepth} deep.");
            Skip();
            return [];
        }
        depth++;
        var list = List("organizations", Organization);
        depth--;
        RefuseTwice(list.Select(organization => (organization.Name, organization.Place)), "An organization");
        RefuseTwice(list.Select(organization => (organization.ExternalId ?? "", organization.Place)), "An organization with the external id");
        return list;
    }

    private TreeOrganization? Organization()
    {
        var made = new TreeOrganization { Place = Token.Place };
        var isMap = Map("An organization", name => name switch
        {
            "name" => Take(() => made.Name = Text("name", TreeText.NameFault) ?? Faulty),
            "external_id" => Take(() => made.ExternalId = OptionalText("external_id", TreeText.ExternalIdFault)),
            "profile" => Take(() => made.Profile = Profile()),
            "members" => Take(() => made.Members = Members("active")),
            "accounts" => Take(() => made.Accounts = Accounts()),
            "organizations" => Take(() => made.Organizations = Organizations()),
            _ => false,
        });
        if (isMap && made.Name.Length == 0) Fail(made.Place, "name is missing.");
        return isMap ? made : null;
    }

    private List<TreeAccount> Accounts()
    {
        var list = List("accounts", Account);
        RefuseTwice(list.Select(account => (account.Name, account.Place)), "An account");
        RefuseTwice(list.Select(account => (account.ExternalId ?? "", account.Place)), "An account with the external id");
        return list;
    }

    private TreeAccount? Account()
    {
        var made = new TreeAccount { Place = Token.Place };
        var isMap = Map("An account", name => name switch
        {
            "name" => Take(() => made.Name = Text("name", TreeText.NameFault) ?? Faulty),
            "type" => Take(() => made.Type = OneOf("type", "standard", "enterprise")),
            "external_id" => Take(() => made.ExternalId = OptionalText("external_id", TreeText.ExternalIdFault)),
            "settings" => Take(() => made.Settings = Settings()),
            "profile" => Take(() => made.Profile = Profile()),
            "members" => Take(() => made.Members = Members("accepted")),
            _ => false,
        });
        if (isMap && made.Name.Length == 0) Fail(made.Place, "name is missing.");
        return isMap ? made : null;
    }

    private TreeSettings? Settings()
    {
        if (Token.Kind == TokenKind.Null) return Nothing<TreeSettings>();
        var made = new TreeSettings();
        return Map("settings", name => name switch
        {
            "abuse_contact_email" => Take(() => made.AbuseContactEmail = OptionalText("abuse_contact_email", TreeText.EmailFault)),
            "enforce_twofactor" => Take(() => made.EnforceTwofactor = OneOf("enforce_twofactor", "true", "false") is { } text ? text == "true" : null),
            _ => false,
        }) ? made : null;
    }

    private TreeProfile? Profile()
    {
        if (Token.Kind == TokenKind.Null) return Nothing<TreeProfile>();
        var made = new TreeProfile();
        return Map("profile", name => name switch
        {
            "business_address" => Take(() => made.BusinessAddress = OptionalText(name, TreeText.ProfileFault)),
            "business_email" => Take(() => made.BusinessEmail = OptionalText(name, BusinessEmailFault)),
            "business_name" => Take(() => made.BusinessName = OptionalText(name, TreeText.ProfileFault)),
            "business_phone" => Take(() => made.BusinessPhone = OptionalText(name, TreeText.ProfileFault)),
            "external_metadata" => Take(() => made.ExternalMetadata = OptionalText(name, TreeText.ProfileFault)),
            _ => false,
        }) ? made : null;
    }

    private List<TreeMember> Members(string activeWord)
    {
        var list = List("members", () => Member(activeWord));
        RefuseTwice(list.Select(member => (ReferenceEquals(member.Email, Faulty) ? "" : TreeText.FoldEmail(member.Email), member.Place)), "A member");
        return list;
    }

    private TreeMember? Member(string activeWord)
    {
        var made = new TreeMember { Place = Token.Place };
        var isMap = Map("A member", name => name switch
        {
            "email" => Take(() => made.Email = Text("email", TreeText.EmailFault) ?? Faulty),
            "status" => Take(() => made.Status = OneOf("status", "pending", activeWord)),
            "roles" => Take(() => made.Roles = Roles()),
            _ => false,
        });
        if (isMap && made.Email.Length == 0) Fail(made.Place, "email is missing.");
        return isMap ? made : null;
    }

    private List<string>? Roles()
    {
        if (Token.Kind == TokenKind.Null) return Nothing<List<string>>();
        var (place, list) = (Token.Place, List("roles", () => Text("A role", TreeText.TextFault)));
        if (list.Count == 0) Fail(place, "roles needs at least one role; without roles, leave the member out.");
        return list;
    }

    /// <summary>Reads a map; <paramref name="member"/> reads the value of a member, or answers false for one that it does not know. False for no map.</summary>
    private bool Map(string what, Func<string, bool> member)
    {
        if (Token.Kind != TokenKind.MapStart) return Refuse(what, "must have members (name: value)");
        Next();
        // Only names that are known are remembered: others are faults already.
        var seen = new List<string>(8);
        while (Token.Kind != TokenKind.MapEnd)
        {
            var (kind, name, place) = Token;
            if (kind != TokenKind.Text)
            {
                Fail(place, "The name of a member must be text.");
                Skip();
                Skip();
                continue;
            }
            Next();
            if (seen.Contains(name))
            {
                Fail(place, $"{name} is there twice.");
                Skip();
            }
            else if (member(name))
            {
                seen.Add(name);
            }
            else
            {
                Fail(place, $"{what} has no member {TreeText.Short(name)}.");
                Skip();
            }
        }
        Next();
        return true;
    }

    private List<T> List<T>(string what, Func<T?> item) where T : class
    {
        var list = new List<T>();
        if (Token.Kind == TokenKind.Null)
        {
            Next();
            return list;
        }
        if (Token.Kind != TokenKind.ListStart)
        {
            Refuse(what, "must be a list");
            return list;
        }
        Next();
        while (Token.Kind != TokenKind.ListEnd)
            if (item() is { } read) list.Add(read);
        Next();
        list.TrimExcess();
        return list;
    }

    private string? Text(string what, Func<string, string?> faultOf)
    {
        if (Token.Kind != TokenKind.Text)
        {
            Refuse(what, "must be text");
            return null;
        }
        var (_, text, place) = Token;
        Next();
        if (faultOf(text) is not { } fault) return text;
        Fail(place, fault);
        return null;
    }

    private string? OptionalText(string what, Func<string, string?> faultOf) => Token.Kind == TokenKind.Null ? Nothing<string>() : Text(what, faultOf);

    private string? OneOf(string what, string one, string other)
    {
        if (Token.Kind == TokenKind.Null) return Nothing<string>();
        if (Token.Kind is TokenKind.Text or TokenKind.Literal && (Token.Text == one || Token.Text == other)) return Take(Token.Text);
        Refuse(what, $"must be {one} or {other}");
        return null;
    }

    private string Take(string text)
    {
        Next();
        return text;
    }

    private static bool Take(Action read)
    {
        read();
        return true;
    }

    private T? Nothing<T>() where T : class
    {
        Next();
        return null;
    }

    private bool Refuse(string what, string must)
    {
        Fail(Token.Place, $"{what} {must}.");
        Skip();
        return false;
    }

    /// <summary>Passes one value, however deep.</summary>
    private void Skip()
    {
        var open = 0;
        do
        {
            if (Token.Kind is TokenKind.MapStart or TokenKind.ListStart) open++;
            else if (Token.Kind is TokenKind.MapEnd or TokenKind.ListEnd) open--;
            else if (Token.Kind == TokenKind.End) return;
            Next();
        }
        while (open > 0);
    }

    private void RefuseTwice(IEnumerable<(string Name, Place Place)> siblings, string what)
    {
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (name, place) in siblings)
            if (name.Length > 0 && !ReferenceEquals(name, Faulty) && !seen.TryAdd(name, place)) Fail(place, $"{what} {TreeText.Short(name)} is there already, in line {seen[name].Line}.");
    }

    private static string? BusinessEmailFault(string text) =>
        TreeText.ProfileFault(text) ?? (text.Length > 0 && !text.Contains('@', StringComparison.Ordinal) ? "business_email must contain @, or be empty." : null);

    private void Fail(Place place, string message) => faults.Add(new(place, message));

    private void Next()
    {
        if (!tokens.MoveNext()) throw new InvalidOperationException("Read beyond the end.");
    }

    private static bool BeginsAsJson(FileStream stream)
    {
        int next;
        do next = stream.ReadByte();
        while (next is 0xEF or 0xBB or 0xBF || char.IsWhiteSpace((char)next));
        stream.Position = 0;
        return next == '{';
    }

    private static bool IsOneOf(string extension, params ReadOnlySpan<string> known)
    {
        foreach (var one in known)
            if (string.Equals(extension, one, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
