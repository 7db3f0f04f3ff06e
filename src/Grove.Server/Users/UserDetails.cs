using Grove.Server.Http;

namespace Grove.Server.Users;

/// <summary>The members of <c>PATCH /user</c>: each may be absent (stays), null (is cleared) or a string.</summary>
internal sealed record UserDetails(
    Field<string> FirstName, Field<string> LastName, Field<string> Telephone, Field<string> Country, Field<string> Zipcode)
{
    private const int MaxLength = 100;

    public static UserDetails None { get; } = new(default, default, default, default, default);

    public static UserDetails Parse(JsonMembers body) => new(
        Text(body, "first_name"), Text(body, "last_name"), Text(body, "telephone"), Text(body, "country"), Text(body, "zipcode"));

    public User ApplyTo(User user) => user with
    {
        FirstName = FirstName.IsAbsent ? user.FirstName : FirstName.Or(null),
        LastName = LastName.IsAbsent ? user.LastName : LastName.Or(null),
        Telephone = Telephone.IsAbsent ? user.Telephone : Telephone.Or(null),
        Country = Country.IsAbsent ? user.Country : Country.Or(null),
        Zipcode = Zipcode.IsAbsent ? user.Zipcode : Zipcode.Or(null),
    };

    private static Field<string> Text(JsonMembers body, string name)
    {
        var text = body.Text(name);
        if (text.HasValue && text.Value.EnumerateRunes().Count() > MaxLength) body.Fail(name, $"{name} is longer than {MaxLength} characters.");
        return text;
    }
}
