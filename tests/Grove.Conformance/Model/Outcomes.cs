namespace Grove.Conformance.Model;

/// <summary>What a play must meet, so that it tests something: every change done, and refused in each of its ways.</summary>
internal static class Outcomes
{
    public static IEnumerable<string> Wanted => Acts.SelectMany(act => act.Answers.Select(answer => $"{act.Name} {answer}"));

    private static readonly (string Name, string[] Answers)[] Acts =
    [
        ("CreateAsync", ["200", "400 1001", "403 1002", "403 1012", "403 9109", "404 1003"]),
        ("UpdateAsync", ["200", "400 1001", "403 9109", "404 1003", "412 1014"]),
        ("MoveAsync", ["200", "400 1011", "403 1002", "403 1012", "403 9109", "404 1003", "412 1014"]),
        ("DeleteAsync", ["200", "400 1010", "403 9109", "404 1003", "412 1014"]),
        ("PutProfileAsync", ["204", "400 1001", "404 1003"]),
        ("AdministerAsync", ["200", "400 1001", "403 9109", "412 1014"]),
        ("CreateAccountAsync", ["200", "400 1001", "403 1002", "403 1012", "403 9109", "404 1003"]),
        ("UpdateAccountAsync", ["200", "400 1001", "403 9109", "404 1003", "412 1014"]),
        ("DeleteAccountAsync", ["200", "403 1002", "403 9109", "404 1003"]),
        ("MoveAccountAsync", ["200", "400 1001", "403 1002", "403 1012", "403 9109", "404 1003"]),
        ("MoveAccountsAsync", ["200", "400 1001", "403 1002", "403 1012", "403 9109", "404 1003"]),
        ("PutAccountProfileAsync", ["204", "404 1003"]),
        ("AddMemberAsync", ["200", "400 1001", "403 1002", "403 9109", "404 1003"]),
        ("AddMembersAsync", ["200", "400 1001", "403 1002", "403 9109", "404 1003"]),
        ("RemoveMemberAsync", ["204", "400 1013", "403 1002", "403 9109", "404 1003", "412 1014"]),
        ("SetRolesAsync", ["200", "400 1001", "400 1013", "403 1002", "403 9109", "404 1003", "412 1014"]),
        ("ResendAsync", ["200", "400 1001", "403 9109", "404 1003"]),
        ("PutMembershipAsync", ["200", "400 1013", "403 9109"]),
        ("EndMembershipAsync", ["200", "400 1013", "404 1003"]),
        ("LeaveAsync", ["200", "400 1013", "404 1003"]),
        ("AcceptAsync", ["200", "400 1001", "403 1002", "404 1003", "412 1014"]),
        ("RejectAsync", ["200", "404 1003"]),
        ("AnswerBySecretAsync", ["200", "404 1003"]),
        ("DismissAsync", ["200", "400 1001", "404 1003"]),
        ("AddAccountMemberAsync", ["200", "400 1001", "403 1002", "403 9109", "404 1003"]),
        ("SetAccountRolesAsync", ["200", "400 1001", "400 1013", "403 9109", "404 1003"]),
        ("RemoveAccountMemberAsync", ["200", "400 1013", "403 9109", "404 1003"]),
        ("AnswerMembershipAsync", ["200", "400 1001", "403 1002", "404 1003"]),
        ("LeaveAccountAsync", ["200", "400 1013", "404 1003"]),
        ("CreateUserAsync", ["200", "400 1001"]),
        ("ChangeUserAsync", ["200", "400 1001", "400 1018", "403 9109", "404 1003"]),
        ("DeleteUserAsync", ["200", "400 1013", "400 1018"]),
        ("ChangeSelfAsync", ["200", "400 1001"]),
        ("CreateTokenAsync", ["200"]),
        ("UseDeletedTokenAsync", ["401 1000"]),
        ("RepeatAsync", ["200", "400 1017", "404 1003"]),
        ("ReadLogAsync", ["200", "404 1003"]),
        ("MisuseTokenAsync", ["200", "400 1001"]),
    ];
}
