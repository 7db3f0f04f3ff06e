using System.Text;
using static System.FormattableString;

namespace Grove.Conformance.Access;

/// <summary>docs/access.md: what the rules say of every question, for people to read.</summary>
internal static class AccessTable
{
    public const string Path = "docs/access.md";

    /// <summary>Set to write the document anew instead of comparing it.</summary>
    public const string WriteVariable = "GROVE_TEST_WRITE_DOCS";

    private static readonly IReadOnlyList<IGrouping<string, Caller>> Relations = [.. Caller.All.GroupBy(caller => caller.Relation)];

    // Of those who are served, the one whose rights reach furthest.
    private static readonly IReadOnlyList<Caller> ByRights = [.. Caller.All.OrderByDescending(caller => caller.Relation == "parent")];

    public static string Write(IReadOnlyDictionary<string, ApiOperation> operations, string pathBase)
    {
        // Without any count of what it has, so that two changes which both add to it fit together.
        var text = new StringBuilder(
            """
            # Who may do what

            Made from the rules in `tests/Grove.Conformance/Access`, which are written from the promises and not from the server. A test puts each
            question below to every kind of caller by every kind of credential, on each engine, and every answer is what this document says.
            [CONTRIBUTING.md](../CONTRIBUTING.md) says how to write it anew.

            ## How to read it

            The questions are about an organization, an account in it, one of its members or invitations. A column is how the caller stands to it:

            | Column | The caller is |
            |---|---|
            | own | a member of the organization itself |
            | parent | a member of the organization above it |
            | child | a member of the organization below it |
            | sibling | a member of another organization with the same parent |
            | foreign | a member of a root that has nothing to do with it |
            | pending | invited to it as Super Administrator, and has not answered |
            | canceled | somebody who was its Super Administrator |
            | none | a user without any membership |
            | operator | an operator without any membership |
            | account | a member of the account itself, and of no organization |

            | Mark | The answer is |
            |---|---|
            | yes | it is done, or refused for a reason that has nothing to do with who asks |
            | 403 | the caller sees it, and may not do this |
            | 404 | the same bytes as for what does not exist |
            | — | a list without it |

            Three marks are for Super Administrator, Administrator and Read Only, in this order; one mark is for all.

            The columns hold for a global key, and for a token with the permission group for everything of its owner's (an operator's rights need the
            group *Grove Operator*: with another group, an operator is anybody). The columns to the right are about tokens: the group that a
            token needs (the least of those that will do), and what somebody who gets *yes* is answered by a token with that group which is limited to the organization, to
            the account, or to the sibling of the organization. Without the group the answer is 403, without credentials 401, whatever is asked about; only what
            asks for the secret of an invitation needs none, and answers 404 to a wrong one.

            An operator who acts as the caller, by `Grove-As-User`, is answered on the wire API what the caller's key is, and 403 under `/user/tokens`, `/grove/v1`, and where
            the answer shows the secret of an invitation: these are for whoever holds the credential.

            """);
        foreach (var (title, rows) in Rows.All) Write(text, title, rows, operations, pathBase);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string title, IReadOnlyList<Row> rows, IReadOnlyDictionary<string, ApiOperation> operations, string pathBase)
    {
        text.Append(Invariant($"\n## {title}\n\n| | {string.Join(" | ", Relations.Select(relation => relation.Key))} | token needs | token of it | of the account | of its sibling |\n"));
        text.Append('|').Append(string.Concat(Enumerable.Repeat("---|", Relations.Count + 5))).Append('\n');
        foreach (var row in rows)
        {
            var operation = operations[row.Operation];
            var path = operation.Path.StartsWith(pathBase, StringComparison.Ordinal) ? operation.Path[pathBase.Length..] : operation.Path;
            text.Append(Invariant($"| `{operation.Method} {path}`{(row.Of is null ? "" : $" {row.Of}")} | "));
            foreach (var relation in Relations) text.Append(Marks(relation.Select(caller => Matrix.Expected(row, operation, caller, Credential.Key)))).Append(" | ");
            var strongest = ByRights.First(caller => Matrix.Expected(row, operation, caller, Credential.Token) == Verdict.Served || caller == ByRights[^1]);
            var group = operation.Groups is null ? "nothing" : operation.Groups.Count == 0 ? "any" : operation.Groups[0];
            Credential[] narrow = [Credential.TokenOfTarget, Credential.TokenOfAccount, Credential.TokenOfSibling];
            var marks = narrow.Select(credential => Mark(Matrix.Expected(row, operation, strongest, credential)));
            text.Append(Invariant($"{group} | {string.Join(" | ", marks)} |\n"));
        }
    }

    private static string Marks(IEnumerable<Verdict> verdicts)
    {
        var marks = verdicts.Select(Mark).ToList();
        return marks.Distinct().Count() == 1 ? marks[0] : string.Join(' ', marks);
    }

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Served => "yes",
        Verdict.LeftOut => "—",
        Verdict.Unauthenticated => "401",
        Verdict.Forbidden => "403",
        _ => "404",
    };
}
