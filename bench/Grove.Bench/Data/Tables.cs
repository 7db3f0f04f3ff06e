using Grove.Server.Auth;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Bench.Data;

/// <summary>Where the rows of one table go, value by value in the order of its columns.</summary>
internal interface IRowSink
{
    void Long(long value);

    void Int(int value);

    void Text(string value);

    void Blob(byte[] value);

    /// <summary>Grams, as the engine keeps them.</summary>
    void Grams(int[] grams);

    void Null();

    void EndRow();
}

internal sealed record Table(string Name, string Columns, Action<Forest, IRowSink> Write)
{
    public static IReadOnlyList<Table> All { get; } =
    [
        new("users", "key, id, email, email_folded, operator, api_key_hash, create_time", WriteUsers),
        new("organizations", "key, id, name, name_folded, parent_key, lineage, flags, create_time", WriteOrganizations),
        new("closure", "ancestor, descendant, depth", WriteClosure),
        new("organization_grams", "organization_key, grams", WriteGrams),
        new("organization_members", "key, id, organization_key, user_key, email, status, roles, create_time, update_time", WriteMembers),
        new("accounts", "key, id, name, name_folded, type, organization_key, create_time", WriteAccounts),
    ];

    private static int Ordinary(Forest forest) => forest.Count / 2;

    private static int FirstOwner => BenchUsers.Named.Count + 1;

    private static void WriteUsers(Forest forest, IRowSink sink)
    {
        var hash = Authenticator.SecretHash(BenchUsers.ApiKey);
        var key = 0;
        void Add(string email)
        {
            key++;
            sink.Long(key);
            sink.Text(RandomId(1, key));
            sink.Text(email);
            sink.Text(email);
            sink.Int(email == BenchUsers.Operator ? 1 : 0);
            sink.Blob(hash);
            sink.Long(Forest.CreateTime(0));
            sink.EndRow();
        }
        foreach (var email in BenchUsers.Named) Add(email);
        for (var i = 0; i < forest.Roots.Count; i++) Add(BenchUsers.Owner(i));
        for (var i = 0; i < Ordinary(forest); i++) Add(OrdinaryEmail(i));
    }

    private static void WriteOrganizations(Forest forest, IRowSink sink)
    {
        for (var key = 1; key <= forest.Count; key++)
        {
            var name = NameOf(key);
            sink.Long(key);
            sink.Text(forest.Id(key));
            sink.Text(name);
            sink.Text(NameRules.Fold(name));
            if (forest.Parent(key) == 0) sink.Null();
            else sink.Long(forest.Parent(key));
            sink.Text(forest.Lineage(key));
            sink.Int((int)CapabilityFlags.Default);
            sink.Long(Forest.CreateTime(key));
            sink.EndRow();
        }
    }

    private static void WriteClosure(Forest forest, IRowSink sink)
    {
        for (var key = 1; key <= forest.Count; key++)
        {
            var depth = 0;
            for (var above = key; above != 0; above = forest.Parent(above))
            {
                sink.Long(above);
                sink.Long(key);
                sink.Int(depth++);
                sink.EndRow();
            }
        }
    }

    private static void WriteGrams(Forest forest, IRowSink sink)
    {
        for (var key = 1; key <= forest.Count; key++)
        {
            sink.Long(key);
            sink.Grams(Server.Text.Grams.Of(NameRules.Fold(NameOf(key))));
            sink.EndRow();
        }
    }

    private static void WriteMembers(Forest forest, IRowSink sink)
    {
        var key = 0;
        void Add(int organization, int user, string email, int status, OrganizationRoles role)
        {
            key++;
            sink.Long(key);
            sink.Text(RandomId(2, key));
            sink.Long(organization);
            sink.Long(user);
            sink.Text(email);
            sink.Int(status);
            sink.Int((int)role);
            sink.Long(Forest.CreateTime(organization));
            sink.Long(Forest.CreateTime(organization));
            sink.EndRow();
        }
        Add(Forest.Big, 2, BenchUsers.Big, 1, OrganizationRoles.SuperAdministrator);
        for (var i = 0; i < forest.Roots.Count; i++)
        {
            Add(forest.Roots[i], FirstOwner + i, BenchUsers.Owner(i), 1, OrganizationRoles.SuperAdministrator);
            Add(forest.Roots[i], 3, BenchUsers.Roots, 1, OrganizationRoles.ReadOnly);
        }
        for (var organization = 100; organization <= forest.Count; organization += 200)
            Add(organization, 4, BenchUsers.Many, 1, OrganizationRoles.ReadOnly);
        var others = forest.Roots.Count - 1;
        var fifty = Math.Min(50, others);
        for (var i = 0; i < fifty; i++)
            Add(forest.Roots[1 + i * others / fifty], 5, BenchUsers.Fifty, 1, OrganizationRoles.Administrator);

        // The steps are odd multiples far apart, so that no pair comes twice.
        var (ordinary, firstOrdinary) = (Ordinary(forest), FirstOwner + forest.Roots.Count);
        for (var i = 0L; key < 3 * forest.Count; i++)
        {
            var user = (int)(i % ordinary);
            var organization = 1 + (int)((user * 7_919L + i / ordinary * (forest.Count / 11 + 1)) % forest.Count);
            var status = (i % 20) switch { 0 => 0, 1 => 3, _ => 1 };
            Add(organization, firstOrdinary + user, OrdinaryEmail(user), status, i % 3 == 0 ? OrganizationRoles.SuperAdministrator : OrganizationRoles.ReadOnly);
        }
    }

    private static void WriteAccounts(Forest forest, IRowSink sink)
    {
        var random = new SplitMix(3);
        for (var key = 1; key <= 2 * forest.Count; key++)
        {
            var name = Vocabulary.Name(ref random);
            sink.Long(key);
            sink.Text(RandomId(3, key));
            sink.Text(name);
            sink.Text(NameRules.Fold(name));
            sink.Text("standard");
            if (key % 10 == 0) sink.Null();
            else sink.Long(1 + random.Next(forest.Count));
            sink.Long(Forest.CreateTime(key / 2));
            sink.EndRow();
        }
    }

    private static string NameOf(int key)
    {
        var random = new SplitMix((ulong)key);
        return Vocabulary.Name(ref random);
    }

    private static string OrdinaryEmail(int index) => $"user{index}@bench.example";

    private static string RandomId(ulong kind, int key)
    {
        var random = new SplitMix((kind << 40) ^ (ulong)key);
        return $"{random.Next():x16}{random.Next():x16}";
    }
}
