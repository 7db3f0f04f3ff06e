using Grove.Server;
using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Asking;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Invites;
using Grove.Server.Members;
using Grove.Server.Memberships;
using Grove.Server.Organizations;
using Grove.Server.Tokens;
using Grove.Server.UserOrganizations;
using Grove.Server.Users;

namespace Grove.Tests.Client.Resources;

/// <summary>What the server declares of its operations, by method and path below the wire API, or from the root for Grove's own.</summary>
internal static class Declared
{
    private static readonly List<(string Key, ApiEndpoint Endpoint)> Endpoints = Read();

    public static IReadOnlyDictionary<string, EndpointDoc> All { get; } = Endpoints.ToDictionary(each => each.Key, each => each.Endpoint.Doc);

    /// <summary>The classes that declare them.</summary>
    public static IReadOnlySet<Type> Classes { get; } = Endpoints.Select(each => Outermost(each.Endpoint.Handle.Method.DeclaringType!)).ToHashSet();

    // Only what endpoints declare is read, so nothing of what they work with is needed.
    private static List<(string Key, ApiEndpoint Endpoint)> Read()
    {
        var delivery = new InviteDelivery(null!, null!, new GroveOptions());
        var organizations = new OrganizationEndpoints(null!, null!, null!, null!, null!, null!);
        var members = new MemberEndpoints(null!, null!, null!, delivery, null!, null!);
        var audit = new AuditEndpoints(null!, null!);
        var accounts = new AccountEndpoints(null!, null!, null!, null!, null!);
        var invites = new InviteEndpoints(null!, null!, new GroveOptions());

        var wire = new ApiEndpoints(wire: true);
        organizations.Map(wire);
        new OrganizationAccountEndpoints(null!, null!).Map(wire);
        members.Map(wire);
        audit.Map(wire);
        accounts.Map(wire);
        new AccountRoleEndpoints(null!).Map(wire);
        new AccountMemberEndpoints(null!, null!, null!, null!).Map(wire);
        new MembershipEndpoints(null!, null!).Map(wire);
        new UserEndpoints(null!, null!).Map(wire);
        new UserOrganizationEndpoints(null!).Map(wire);
        new TokenEndpoints(null!, null!, null!, null!).Map(wire);
        PermissionGroupEndpoints.Map(wire);
        invites.Map(wire);

        var grove = new ApiEndpoints(wire: false);
        organizations.MapAsking(grove);
        members.MapGrove(grove);
        audit.MapAdded(grove);
        accounts.MapAdded(grove);
        invites.MapGrove(grove);
        new UserAdministrationEndpoints(null!, null!, null!, null!, null!, null!, null!).Map(grove);
        RoleEndpoints.Map(grove);
        new OrganizationAdministrationEndpoints(null!, null!).Map(grove);
        new AccountAdministrationEndpoints(null!, null!).Map(grove);
        new OperatorMembershipEndpoints(null!).Map(grove);
        new InviteSecretEndpoints(null!, null!, null!, null!, new GroveOptions()).Map(grove);
        new UserAccountEndpoints(null!, null!, null!).Map(grove);
        new CheckEndpoints(null!).Map(grove);

        return
        [
            .. wire.All.Select(endpoint => ($"{endpoint.Method} {endpoint.Path}", endpoint)),
            .. grove.All.Select(endpoint => ($"{endpoint.Method} {Routes.GrovePath}{endpoint.Path}", endpoint)),
        ];
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
