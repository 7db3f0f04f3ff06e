using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Users;

/// <summary>The members of <c>PATCH /user</c>: each may be absent (stays), null (is cleared) or a string.</summary>
internal sealed class UserDetails
{
    private const int MaxLength = 100;
    private static readonly string[] Names = ["first_name", "last_name", "telephone", "country", "zipcode"];
    private readonly Dictionary<string, string?> given = new(StringComparer.Ordinal);

    /// <summary>Reads those that the body has; every fault is added with its pointer.</summary>
    public static UserDetails Parse(JsonElement body, List<ErrorItem> errors)
    {
        var details = new UserDetails();
        foreach (var name in Names)
        {
            if (!body.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind == JsonValueKind.Null) details.given[name] = null;
            else if (value.ValueKind != JsonValueKind.String) errors.Add(ErrorItem.Invalid($"{name} must be a string or null.", $"/{name}"));
            else if (value.GetString()!.EnumerateRunes().Count() > MaxLength)
                errors.Add(ErrorItem.Invalid($"{name} is longer than {MaxLength} characters.", $"/{name}"));
            else details.given[name] = value.GetString();
        }
        return details;
    }

    public string? FirstName => given.GetValueOrDefault("first_name");

    public string? LastName => given.GetValueOrDefault("last_name");

    public User ApplyTo(User user) => user with
    {
        FirstName = Or("first_name", user.FirstName),
        LastName = Or("last_name", user.LastName),
        Telephone = Or("telephone", user.Telephone),
        Country = Or("country", user.Country),
        Zipcode = Or("zipcode", user.Zipcode),
    };

    private string? Or(string name, string? present) => given.TryGetValue(name, out var value) ? value : present;
}
