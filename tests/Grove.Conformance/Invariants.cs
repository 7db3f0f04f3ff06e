using Grove.Server.Text;
using Xunit;

namespace Grove.Conformance;

/// <summary>What holds in every database at every moment.</summary>
public static class Invariants
{
    public static async Task<Tables> CheckAsync(string database)
    {
        var tables = await Tables.DumpAsync(database);
        Check(tables);
        return tables;
    }

    /// <summary>closure = tree = lineage; records have their places; every organization has its grams; stored counts are those of the accounts; every root and every free account has an active Super Administrator; nobody is a member of one place twice; nothing is half there.</summary>
    public static void Check(Tables tables)
    {
        var organizations = tables["organizations"].ToDictionary(row => row["key"]!);
        var closure = new HashSet<(string, string, string)>();
        foreach (var row in tables["closure"]) Assert.True(closure.Add((row["ancestor"]!, row["descendant"]!, row["depth"]!)));
        var expected = new HashSet<(string, string, string)>();
        foreach (var row in organizations.Values)
        {
            var lineage = "";
            var depth = 0;
            for (var above = row; ; above = organizations[above["parent_key"]!])
            {
                expected.Add((above["key"]!, row["key"]!, depth.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                lineage = above["id"] + lineage;
                Assert.True(depth++ < 100, "a cycle");
                if (above["parent_key"] is null) break;
            }
            Assert.Equal(lineage, row["lineage"]);
            Assert.Equal(NameRules.Fold(row["name"]!), row["name_folded"]);
        }
        Assert.True(expected.SetEquals(closure), "closure is not the tree");

        var grams = tables["organization_grams"].ToDictionary(row => row["organization_key"]!);
        Assert.True(grams.Keys.ToHashSet().SetEquals(organizations.Keys), "grams are not those of the organizations");
        foreach (var (key, row) in grams)
            if (row.TryGetValue("grams", out var stored)) Assert.Equal(string.Join(',', Grams.Of(organizations[key]["name_folded"]!).Order()), stored);

        var accounts = tables["accounts"].ToDictionary(row => row["key"]!);
        foreach (var row in tables["external_ids"])
        {
            var place = row["kind"] == "1" ? row["resource_key"]! : accounts[row["resource_key"]!]["organization_key"];
            Assert.Equal(place, row["organization_key"]);
            Assert.Equal(row["root_key"], place is null ? "0" : organizations.Values.Single(root => root["id"] == organizations[place]["lineage"]![..32])["key"]);
        }

        CheckCounts(tables);

        var users = tables["users"].Select(row => row["key"]).ToHashSet();
        foreach (var member in tables["organization_members"])
        {
            Assert.Contains(member["organization_key"]!, organizations.Keys);
            Assert.True(member["user_key"] is null ? member["status"] is not "1" : users.Contains(member["user_key"]));
        }
        foreach (var member in tables["account_members"])
        {
            Assert.Contains(member["account_key"]!, accounts.Keys);
            Assert.True(member["user_key"] is null ? member["status"] is not "1" && member["user_id"] is not null : users.Contains(member["user_key"]));
        }
        var owned = tables["account_members"].Where(IsSuperAdministrator).Select(member => member["account_key"]).ToHashSet();
        Assert.All(accounts.Values.Where(account => account["organization_key"] is null), account => Assert.True(owned.Contains(account["key"]), $"nobody owns {account["name"]}"));
        CheckOneEach(tables, "organization_members", "organization_key");
        CheckOneEach(tables, "account_members", "account_key");
        CheckDistinct(tables["external_ids"], row => (row["kind"], row["external_id"], row["root_key"]));
        CheckDistinct(tables["users"].Where(row => row["external_id"] is not null), row => row["external_id"]);
        foreach (var root in organizations.Values.Where(row => row["parent_key"] is null))
            Assert.True(tables["organization_members"].Any(member => member["organization_key"] == root["key"] && IsSuperAdministrator(member)), $"nobody owns {root["name"]}");
        Assert.Contains(tables["users"], user => user["operator"] == "1" && user["suspended"] == "0");
        CheckPlaces(tables, organizations.Values.ToDictionary(row => row["id"]!, row => row["key"]!));
        Assert.All(tables["idempotency_keys"], row => Assert.NotNull(row["answer"]));
        Assert.All(tables["api_tokens"], row => Assert.Contains(row["user_key"], users));
    }

    /// <summary>What is stored of an organization, and what changes added to it since, are the accounts at and below it.</summary>
    private static void CheckCounts(Tables tables)
    {
        static long Number(string? text) => long.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);
        var organizations = tables["organizations"].Select(row => row["key"]).ToHashSet();
        var held = tables["accounts"].Where(row => row["organization_key"] is not null).ToLookup(row => row["organization_key"]);
        var below = tables["closure"].ToLookup(row => row["ancestor"], row => held[row["descendant"]].Count());
        var added = tables["account_deltas"].ToLookup(row => row["ancestor"], row => Number(row["delta"]));
        foreach (var row in tables["account_counts"])
        {
            Assert.Contains(row["ancestor"], organizations);
            if (row["count"] is { } count) Assert.Equal(below[row["ancestor"]].Sum(), Number(count) + added[row["ancestor"]].Sum());
        }
        Assert.All(added, of => Assert.Contains(tables["account_counts"], row => row["ancestor"] == of.Key));
    }

    /// <summary>Each record has a place for every organization above those it is filed under that is still there, and for no other.</summary>
    private static void CheckPlaces(Tables tables, Dictionary<string, string> keys)
    {
        var expected = new HashSet<(string, string, string)>();
        foreach (var record in tables["audit_records"])
        {
            string?[] filed = [record["organization_id"], record["other_organization_id"]];
            foreach (var lineage in (string?[])[record["lineage"], record["other_lineage"]])
            {
                for (var at = 0; at + 32 < lineage?.Length; at += 32)
                {
                    var id = lineage.Substring(at, 32);
                    if (!filed.Contains(id) && keys.TryGetValue(id, out var key)) expected.Add((key, record["time"]!, record["key"]!));
                }
            }
        }
        Assert.True(expected.SetEquals(tables["audit_places"].Select(row => (row["organization_key"]!, row["time"]!, row["record_key"]!))), "places are not those of the records");
    }

    /// <summary>Of one place nobody has two memberships that are pending or active: neither as a user, nor as one that an address will get.</summary>
    private static void CheckOneEach(Tables tables, string members, string place)
    {
        var ids = tables["users"].ToDictionary(row => row["key"]!, row => row["id"]!);
        var live = tables[members].Where(member => member["status"] is "0" or "1").ToList();
        CheckDistinct(live, member => (member[place], member["user_key"] is { } user ? ids[user] : member["user_id"]));
        CheckDistinct(live.Where(member => member["status"] == "0"), member => (member[place], member["email"]!.ToLowerInvariant()));
    }

    private static void CheckDistinct<T>(IEnumerable<IReadOnlyDictionary<string, string?>> rows, Func<IReadOnlyDictionary<string, string?>, T> value)
    {
        var seen = new HashSet<T>();
        foreach (var row in rows) Assert.True(seen.Add(value(row)), $"twice: {value(row)}");
    }

    private static bool IsSuperAdministrator(IReadOnlyDictionary<string, string?> member) =>
        member["status"] == "1" && int.Parse(member["roles"]!, System.Globalization.CultureInfo.InvariantCulture) >= 4;
}
