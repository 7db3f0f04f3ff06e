using System.Text.Json;
using System.Text.Json.Serialization;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>How the client reads and writes JSON. The generator takes one declaration only, so all types are here, by folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTime), typeof(WireInt32), typeof(WireInt64), typeof(WireBoolean)])]
[JsonSerializable(typeof(ApiError[]))]
[JsonSerializable(typeof(ResultInfo))]
[JsonSerializable(typeof(DeletedResource))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
// Organizations
[JsonSerializable(typeof(Organization[]))]
[JsonSerializable(typeof(OrganizationCreateParams))]
[JsonSerializable(typeof(OrganizationUpdateParams))]
[JsonSerializable(typeof(OrganizationAccount[]))]
[JsonSerializable(typeof(OrganizationMember[]))]
[JsonSerializable(typeof(IReadOnlyList<OrganizationMember>))]
[JsonSerializable(typeof(OrganizationMemberCreateParams))]
[JsonSerializable(typeof(OrganizationMemberBatchCreateParams))]
[JsonSerializable(typeof(AuditRecord[]))]
// Accounts
[JsonSerializable(typeof(Account[]))]
[JsonSerializable(typeof(AccountCreateParams))]
[JsonSerializable(typeof(AccountUpdateParams))]
[JsonSerializable(typeof(AccountOrganizationCreateParams))]
[JsonSerializable(typeof(MovedAccount))]
[JsonSerializable(typeof(AccountMember[]))]
[JsonSerializable(typeof(AccountMemberCreateParams))]
[JsonSerializable(typeof(AccountMemberUpdateParams))]
[JsonSerializable(typeof(AccountRole[]))]
[JsonSerializable(typeof(AccountPermissionGroup[]))]
[JsonSerializable(typeof(bool?))]
// Memberships
[JsonSerializable(typeof(Membership[]))]
[JsonSerializable(typeof(MembershipUpdateParams))]
// Users, UserOrganizations, Invites, Tokens
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(UserEditParams))]
[JsonSerializable(typeof(UserOrganization[]))]
[JsonSerializable(typeof(Invite[]))]
[JsonSerializable(typeof(InviteEditParams))]
[JsonSerializable(typeof(Token[]))]
[JsonSerializable(typeof(CreatedToken))]
[JsonSerializable(typeof(TokenCreateParams))]
[JsonSerializable(typeof(TokenUpdateParams))]
[JsonSerializable(typeof(TokenVerification))]
[JsonSerializable(typeof(TokenPermissionGroup[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
// Grove
[JsonSerializable(typeof(ManagedUser[]))]
[JsonSerializable(typeof(CreatedUser))]
[JsonSerializable(typeof(UserApiKey))]
[JsonSerializable(typeof(ManagedUserCreateParams))]
[JsonSerializable(typeof(ManagedUserUpdateParams))]
[JsonSerializable(typeof(ManagedOrganization[]))]
[JsonSerializable(typeof(ManagedOrganizationUpdateParams))]
[JsonSerializable(typeof(ManagedAccount[]))]
[JsonSerializable(typeof(ManagedAccountUpdateParams))]
[JsonSerializable(typeof(AccountMoveParams))]
[JsonSerializable(typeof(IReadOnlyList<MovedAccount>))]
[JsonSerializable(typeof(OrganizationUserUpdateParams))]
[JsonSerializable(typeof(OrganizationMemberUpdateParams))]
[JsonSerializable(typeof(AcceptedInvite))]
[JsonSerializable(typeof(InviteSecretParams))]
[JsonSerializable(typeof(GroveRole[]))]
[JsonSerializable(typeof(CheckBatchParams))]
[JsonSerializable(typeof(IReadOnlyList<CheckResult>))]
[JsonSerializable(typeof(WholeAuditRecord[]))]
internal sealed partial class GroveJson : JsonSerializerContext;
