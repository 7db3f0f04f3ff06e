using System.Text.Json.Nodes;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove user</c>: <c>/user</c>, and the users that operators of Grove see.</summary>
internal static class UserVerbs
{
    private const string Many = "/grove/v1/users";
    private const string One = Many + "/{user_id}";
    private const string OwnOrganization = "user/organizations/{organization_id}";

    private static readonly Parameter[] Details =
    [
        new("--first-name", "first_name", "The first name") { Nullable = true },
        new("--last-name", "last_name", "The last name") { Nullable = true },
        new("--telephone", "telephone", "The telephone number") { Nullable = true },
        new("--country", "country", "The country") { Nullable = true },
        new("--zipcode", "zipcode", "The postal code") { Nullable = true },
    ];

    private static readonly Parameter[] Administered =
    [
        new("--managing-organization", "managing_organization_id", "The organization that manages them") { Named = Resource.Organization, Nullable = true },
        new("--external-id", "external_id", "Their external id") { Nullable = true },
        new("--operator", "operator", "Whether they are an operator") { Kind = Kind.Truth },
        new("--two-factor", "two_factor_authentication_enabled", "Whether they have two-factor authentication") { Kind = Kind.Truth },
    ];

    public static IEnumerable<Verb> All() =>
    [
        new("get", "Show yourself", HttpMethod.Get, "user"),
        new("edit", "Change yourself", HttpMethod.Patch, "user") { Body = Details },
        new("tenants", "List the organizations that you have access to, the first 1000 at once", HttpMethod.Get, "user/tenants") { Columns = OrganizationColumns },
        new("org list", "List the organizations of which you are a member yourself, or invited", HttpMethod.Get, "user/organizations")
        {
            Query =
            [
                new("--name", "name", "Only with exactly this name"),
                new("--status", "status", "Only with this status") { Choices = ["member", "invited"] },
                new("--order", "order", "The order") { Choices = ["id", "name", "status"] },
                Direction,
                new("--match", "match", "Whether all filters hold, or any") { Choices = ["all", "any"] },
            ],
            Paging = Paging.Number,
            Columns = [Column.Id, Column.Name, new("status", "status"), new("roles", "roles")],
        },
        new("org get", "Show one of them", HttpMethod.Get, OwnOrganization) { In = [Organization] },
        new("org leave", "Leave an organization", HttpMethod.Delete, OwnOrganization) { In = [Organization], Question = "Leave the organization {organization_id}?" },
        new("list", "List users; for operators", HttpMethod.Get, Many)
        {
            Query =
            [
                new("--email", "email", "Only with this address"),
                new("--email-starts-with", "email.startsWith", "Only with an address that begins so"),
                new("--external-id", "external_id", "Only the one with this external id"),
            ],
            Paging = Paging.Token,
            Columns =
            [
                Column.Id, new("email", "email"), new("first name", "first_name"), new("last name", "last_name"), new("operator", "operator"), new("suspended", "suspended"),
            ],
        },
        new("inspect", "Show any user; for operators", HttpMethod.Get, One) { In = [User] },
        new("create", "Create a user; the answer shows the API key once; for operators", HttpMethod.Post, Many)
        {
            Body = [new("EMAIL", "email", "The e-mail address") { Required = true }, .. Details, .. Administered], Secret = "api_key",
        },
        new("update", "Change a user; for operators", HttpMethod.Patch, One)
        {
            In = [User], Body = [.. Details, .. Administered, new("--suspended", "suspended", "Whether they are suspended") { Kind = Kind.Truth }],
        },
        new("suspend", "Let a user do nothing any more; for operators", HttpMethod.Patch, One)
        {
            In = [User], Body = [], Says = new JsonObject { ["suspended"] = true }, Question = "Suspend {user_id}?",
        },
        new("resume", "End the suspension of a user; for operators", HttpMethod.Patch, One) { In = [User], Body = [], Says = new JsonObject { ["suspended"] = false } },
        new("delete", "Delete a user; for operators", HttpMethod.Delete, One) { In = [User], Question = "Delete the user {user_id}?" },
        new("api-key", "Give a user a new API key, shown once; the old one ends; for operators", HttpMethod.Post, One + "/api_key")
        {
            In = [User], Question = "Give {user_id} a new API key, which ends the present one?", Secret = "api_key",
        },
        new("organizations", "List the organizations that a user has access to, as they see them; for operators", HttpMethod.Get, One + "/organizations")
        {
            In = [User], Query = OrganizationFilters, Paging = Paging.Token, Columns = OrganizationColumns,
        },
        new("accounts", "List the accounts that a user has access to, as they see them; for operators", HttpMethod.Get, One + "/accounts")
        {
            In = [User], Query = [new("--name", "name", "Only with exactly this name")], Paging = Paging.Token, Columns = AccountColumns,
        },
        new("token", "Create an API token for a user; the answer shows its value once; for operators", HttpMethod.Post, One + "/tokens")
        {
            In = [User], Body = TokenVerbs.New, Unsettable = ["condition"], Secret = "value",
        },
    ];
}
