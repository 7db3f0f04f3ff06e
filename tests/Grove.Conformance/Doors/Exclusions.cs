using System.Reflection;
using Grove.Conformance.Cases;

namespace Grove.Conformance.Doors;

/// <summary>An operation that a door has no words for. A case may ask for it beside what it is about; it goes as it is then.</summary>
internal sealed record MissingOperation(string Door, string Operation, string Reason);

/// <summary>A case that does not take a door, because of something that the door cannot say.</summary>
internal sealed record ExcludedCase(string Door, string Class, string Case, string Reason);

/// <summary>A class of cases, or one of them, that is about something else than what can be said, and takes no door.</summary>
internal sealed record RestOnly(string Class, string? Case, string Reason);

/// <summary>What doors cannot do. Nothing else is left out by a door; <c>docs/doors.md</c> shows these tables, and laws try all of it again.</summary>
internal static class Exclusions
{
    private const string NoObject = "a body is always a JSON object";
    private const string Written = "JSON is written in one way only";
    private const string Once = "a parameter is said once";
    private const string Always = "parameters that are asked for are always sent";
    private const string Bytes = "speaks HTTP by hand";
    private const string Nodes = "several nodes, or one that starts again";
    private const string Mails = "what is mailed, and when";

    public static IReadOnlyList<MissingOperation> Operations { get; } =
    [
        new(Door.Sdk, "GET /healthz", "for what watches processes"),
        new(Door.Sdk, "GET /readyz", "for what watches processes"),
        new(Door.Sdk, "GET /metrics", "for what collects metrics; it is no JSON"),
        new(Door.Sdk, "GET /openapi.json", "for tools"),
    ];

    public static IReadOnlyList<ExcludedCase> Cases { get; } =
    [
        new(Door.Sdk, nameof(AccountCases), nameof(AccountCases.A_profile_is_kept_as_it_was_sent), "a profile is always sent whole"),
        new(Door.Sdk, nameof(AccountCases), nameof(AccountCases.What_is_not_built_says_so_and_wrong_methods_are_told), "there is no such method"),
        new(Door.Sdk, nameof(AccountMemberChangeCases), nameof(AccountMemberChangeCases.Each_check_comes_before_those_after_it), NoObject),
        new(Door.Sdk, nameof(ActingCases), nameof(ActingCases.Nobody_else_learns_whether_there_is_such_a_user), "a header without a value is not sent"),
        new(Door.Sdk, nameof(AuditLogCases), nameof(AuditLogCases.A_history_has_the_records_of_the_same_resource), Always),
        new(Door.Sdk, nameof(AuditLogCases), nameof(AuditLogCases.Since_and_before_are_asked_for_and_bound_the_window), Always),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.A_body_that_is_no_JSON_object_is_refused_wherever_one_is_taken), NoObject),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.A_body_up_to_a_mebibyte_and_32_levels_is_read), Written),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.A_request_without_a_member_to_say_needs_no_body), NoObject),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.All_faults_of_a_body_are_told_at_once_each_with_its_pointer), Once),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.Of_members_with_one_name_the_last_counts), Written),
        new(Door.Sdk, nameof(BodyCases), nameof(BodyCases.Texts_that_cannot_be_stored_are_refused_with_a_pointer_to_them), "a profile is always sent whole"),
        new(Door.Sdk, nameof(ConditionCases), nameof(ConditionCases.Every_change_obeys_If_Match), "a header is printable text, without a tab"),
        new(Door.Sdk, nameof(ConditionCases), nameof(ConditionCases.Several_If_Match_lines_are_one_list), "a header is one line"),
        new(Door.Sdk, nameof(CredentialCases), nameof(CredentialCases.A_token_is_good_only_in_its_time_and_from_its_addresses), "a header without a value is not sent"),
        new(Door.Sdk, nameof(CredentialCases), nameof(CredentialCases.The_higher_credential_decides_and_a_malformed_one_is_no_fall_through), "a token is always sent as Bearer"),
        new(Door.Sdk, nameof(IdempotencyCases), nameof(IdempotencyCases.Another_body_under_the_same_key_is_refused), Written),
        new(Door.Sdk, nameof(IdempotencyCases), nameof(IdempotencyCases.What_an_operator_made_is_not_told_again_once_it_is_gone_or_out_of_reach), NoObject),
        new(Door.Sdk, nameof(IndistinguishableCases), nameof(IndistinguishableCases.A_stranger_cannot_tell_an_organization_from_one_that_is_not_there), NoObject),
        new(Door.Sdk, nameof(IndistinguishableCases), nameof(IndistinguishableCases.What_a_token_does_not_reach_is_not_there_for_it), NoObject),
        new(Door.Sdk, nameof(IndistinguishableCases), nameof(IndistinguishableCases.What_lies_above_or_beside_a_membership_is_not_there_either), NoObject),
        new(Door.Sdk, nameof(InviteCases), nameof(InviteCases.An_accepted_invitation_gives_access_and_a_rejected_one_does_not), Always),
        new(Door.Sdk, nameof(MemberBatchCases), nameof(MemberBatchCases.Ten_are_added_in_their_order_by_either_spelling_of_the_colon), "a path is written in one way only"),
        new(Door.Sdk, nameof(MembershipCases), nameof(MembershipCases.An_invitation_shows_which_account_it_is_and_accepting_gives_access_at_once), Always),
        new(Door.Sdk, nameof(OrderOfChecksCases), nameof(OrderOfChecksCases.Each_check_comes_before_those_after_it), "half a credential is none"),
        new(Door.Sdk, nameof(OrderOfChecksCases), nameof(OrderOfChecksCases.Operators_only_is_said_before_anything_is_read), NoObject),
        new(Door.Sdk, nameof(PagingCases), nameof(PagingCases.A_page_token_is_good_only_for_whom_and_what_it_was_given), Once),
        new(Door.Sdk, nameof(PagingCases), nameof(PagingCases.A_query_that_is_not_text_is_refused_and_names_the_parameter), "text is always well encoded"),
        new(Door.Sdk, nameof(PagingCases), nameof(PagingCases.Page_size_is_strict_and_zero_is_the_default), Once),
        new(Door.Sdk, nameof(PagingCases), nameof(PagingCases.Page_numbers_are_clamped_and_a_page_beyond_the_end_is_empty), Once),
        new(Door.Sdk, nameof(ReplayEscalationCases), nameof(ReplayEscalationCases.A_stored_answer_is_not_told_to_who_lost_sight_of_what_it_is_about), NoObject),
        new(Door.Sdk, nameof(ReplayEscalationCases), nameof(ReplayEscalationCases.Who_is_no_operator_any_more_is_told_no_secret_again), NoObject),
        new(Door.Sdk, nameof(RouteCases), nameof(RouteCases.A_method_that_a_path_lacks_is_refused_with_those_it_has), "there is no such method"),
        new(Door.Sdk, nameof(RouteCases), nameof(RouteCases.A_path_of_Cloudflare_that_is_not_built_says_so_for_every_method), "there is no such method"),
        new(Door.Sdk, nameof(RouteCases), nameof(RouteCases.A_trailing_slash_or_an_empty_segment_is_an_unknown_route_for_every_method), "an id is never empty"),
        new(Door.Sdk, nameof(RouteCases), nameof(RouteCases.Every_answer_names_its_request_and_a_credentialed_one_is_not_stored), NoObject),
        new(Door.Sdk, nameof(RouteCases), nameof(RouteCases.Every_operation_asks_for_credentials_first), "text is always well encoded"),
    ];

    public static IReadOnlyList<RestOnly> Others { get; } =
    [
        new(nameof(AccessMatrixCases), null, "thousands of questions, each as other cases ask it"),
        new(nameof(AuditSweepCases), null, Nodes),
        new(nameof(BodyCases), nameof(BodyCases.A_larger_body_is_refused_whether_its_length_is_announced_or_not), Bytes),
        new(nameof(CrashCases), null, Nodes),
        new(nameof(CredentialCases), nameof(CredentialCases.A_revoked_credential_stops_at_once_here_and_within_five_seconds_on_other_nodes), Nodes),
        new(nameof(CredentialCases), nameof(CredentialCases.Each_request_of_one_connection_is_known_by_its_own_credential), Bytes),
        new(nameof(HostileRequests), null, Bytes),
        new(nameof(IdempotencyCases), nameof(IdempotencyCases.A_malformed_key_is_refused_and_other_methods_ignore_it), Bytes),
        new(nameof(IdempotencyCases), nameof(IdempotencyCases.A_replay_works_on_another_node_and_nothing_stored_shows_a_secret), Nodes),
        new(nameof(InviteMailCases), null, Mails),
        new(nameof(InviteSecretRaceCases), null, "races within the server"),
        new(nameof(InviteSendingCases), null, Mails),
        new(nameof(OpenApiCases), nameof(OpenApiCases.The_document_has_every_route_and_no_other), "asks the server for nothing"),
        new(nameof(TreeCommandCases), null, "commands of the program itself"),
        new(nameof(TreeImportCases), null, "commands of the program itself"),
        new(nameof(TreeImportLaws), null, "commands of the program itself"),
        new(nameof(TreeTrafficCases), null, "commands of the program itself"),
        new(nameof(UnreadBodyCases), null, Bytes),
    ];

    /// <summary>
    /// The classes whose cases take the door <see cref="Door.Cli"/>. Together they have all nouns and all kinds of refusals.
    /// </summary>
    public static IReadOnlyList<string> ByCli { get; } =
    [
        nameof(InviteCases), nameof(MemberCases), nameof(MembershipCases), nameof(OrganizationCases), nameof(TokenCases), nameof(UserCases),
    ];

    /// <summary>Whether cases of a class take a door.</summary>
    public static bool Takes(string door, string type) => door != Door.Cli || ByCli.Contains(type);

    /// <summary>The doors that a case does not take.</summary>
    public static IReadOnlyList<string> Of(MethodInfo test) =>
        [.. Cases.Where(row => row.Class == test.DeclaringType!.Name && row.Case == test.Name).Select(row => row.Door)];

    public static bool IsWithout(string door, AskedRequest asked) => Operations.Any(row => row.Door == door && row.Operation == $"{asked.Method} {asked.Path}");
}
