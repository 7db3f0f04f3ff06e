namespace Grove.Server.Storage;

/// <summary>Fragments of SQL that the two engines spell differently. Everything else is one text.</summary>
internal abstract class SqlDialect
{
    /// <summary>True when a comparison of pairs is where an index is entered even next to other conditions on its first column.</summary>
    public virtual bool SeeksByPairs => true;

    /// <summary>Locks the selected rows until the end of the transaction; nothing on SQLite, whose writer is alone.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>As <see cref="ForUpdate"/> for a change that keeps the key: what only refers to the row goes on.</summary>
    public abstract string ForChange { get; }

    /// <summary>Keeps the selected rows from being deleted until the end of the transaction; any other change goes on.</summary>
    public abstract string ForReference { get; }

    /// <summary>The statement that takes the forest lock shared (adding or removing an organization).</summary>
    public abstract Sql LockForestShared { get; }

    /// <summary>The statement that takes the forest lock alone (moving).</summary>
    public abstract Sql LockForestAlone { get; }

    /// <summary>The statement that sets how long this transaction waits for a lock, in milliseconds: <c>@milliseconds</c>.</summary>
    public abstract Sql SetLockTimeout { get; }

    /// <summary>
    /// The statement that keeps the rest of this transaction from being compiled to machine code, which takes seconds for a statement with many
    /// conditions.
    /// </summary>
    public abstract Sql WithoutCompiling { get; }

    /// <summary>Whether parts of a statement's <c>with</c> can insert, update and delete.</summary>
    public abstract bool ChangesInParts { get; }

    /// <summary>True when <paramref name="expression"/> is one of the texts in the array parameter.</summary>
    public abstract string InTexts(string expression, string parameter);

    /// <summary>True when <paramref name="expression"/> is one of the integers in the array parameter.</summary>
    public abstract string InIntegers(string expression, string parameter);

    /// <summary>A select of each <c>value</c> of the array of texts in the parameter and its <c>place</c>, from 0.</summary>
    public abstract string Items(string parameter);

    /// <summary>The position of <paramref name="needle"/> in <paramref name="haystack"/>, from 1; 0 when absent. Compares code points.</summary>
    public abstract string Position(string haystack, string needle);

    /// <summary>
    /// From each root in <paramref name="scope"/> (a name or a select with a column <c>key</c>) the first <paramref name="limit"/> descendants
    /// after <c>@after</c> by key, itself included: a select of <c>root, key, depth</c>. The limit is an expression of at least 1.
    /// </summary>
    public abstract string FirstOfEach(string scope, string limit);

    /// <summary>
    /// Joins <c>a</c> (<c>key</c>): the accounts of <paramref name="organization"/> in order of their keys, at least the first ones up to <paramref name="limit"/>.
    /// </summary>
    public abstract string JoinAccounts(string organization, string direction, string limit);

    /// <summary>
    /// From each root in <paramref name="scope"/> (a name) the descendants after one key and up to another, itself included, as a select of <c>key</c>.
    /// </summary>
    public abstract string RangeOfEach(string scope, string after, string through);

    /// <summary>Whether <see cref="GramsAfter"/> stops reading when no more rows are asked for; otherwise it costs what all that it names cost.</summary>
    public abstract bool ReadsGramsInOrder { get; }

    /// <summary>As <see cref="WithGrams"/>, in order and after the key <paramref name="after"/>; nothing when that is null.</summary>
    public abstract string GramsAfter(string after);

    /// <summary>Removes the pairs of one of <c>@above</c> with one of <c>@below</c> from the closure, each found by a probe.</summary>
    public abstract Sql CutPairs { get; }

    /// <summary>A select of the <c>key</c> of each organization whose folded name has every gram of <c>@grams</c>, at least one.</summary>
    public abstract string WithGrams { get; }

    /// <summary>The argument <c>@grams</c> for <see cref="WithGrams"/> and the grams statements.</summary>
    public abstract SqlArg Grams(int[] grams);

    /// <summary>Stores <c>@grams</c> for organization <c>@key</c> (a statement of its own; replaces what is there).</summary>
    public abstract Sql PutGrams { get; }

    /// <summary>Stores <c>@grams</c> for the organization whose id is <c>@id</c>, when there is one.</summary>
    public abstract Sql InsertGramsById { get; }

    /// <summary>Removes the grams of organization <c>@key</c>.</summary>
    public abstract Sql DeleteGrams { get; }

    /// <summary>What can stand after <c>from</c>: a name as it is, a select in parentheses.</summary>
    protected static string Relation(string scope) => scope.AsSpan().Trim().ContainsAny(' ', '\n', '(') ? $"({scope})" : scope;
}
