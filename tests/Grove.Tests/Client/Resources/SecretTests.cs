using System.Reflection;
using System.Text.RegularExpressions;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>Secrets do not get into logs by way of a record's text.</summary>
public sealed partial class SecretTests
{
    private const string Secret = "a-secret-of-tests";

    /// <summary>The text properties of records that hold a secret by their name, or are the value of a token.</summary>
    private static readonly IReadOnlyList<PropertyInfo> Secrets = [.. typeof(GroveClient).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is not null)
        .SelectMany(type => type.GetProperties())
        .Where(property => property.PropertyType == typeof(string) && SecretName().IsMatch(Name(property)))];

    public static TheoryData<string> Names => [.. Secrets.Select(Name)];

    [Fact]
    public void The_secrets_are_these() => Assert.Equal(
        [
            "AcceptedInvite.ApiKey", "CreatedToken.Value", "CreatedUser.ApiKey", "GroveClientOptions.ApiKey", "GroveClientOptions.ApiToken",
            "GroveClientOptions.UserServiceKey", "InviteSecretParams.Secret", "OrganizationMemberMeta.InviteSecret", "UserApiKey.ApiKey",
        ],
        Secrets.Select(Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void A_record_does_not_print_its_secret(string name)
    {
        var property = Secrets.Single(secret => Name(secret) == name);
        var record = Activator.CreateInstance(property.DeclaringType!)!;
        property.SetValue(record, Secret);
        Assert.Equal(Secret, property.GetValue(record));
        Assert.DoesNotContain(Secret, record.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_does_not_print_the_secret_of_another_inside_of_it() =>
        Assert.DoesNotContain(Secret, new OrganizationMember { Meta = new() { InviteSecret = Secret } }.ToString(), StringComparison.Ordinal);

    private static string Name(PropertyInfo property) => $"{property.ReflectedType!.Name}.{property.Name}";

    [GeneratedRegex(@"(Secret|ApiKey|ApiToken|ServiceKey|Password|Token\.Value)$")]
    private static partial Regex SecretName();
}
