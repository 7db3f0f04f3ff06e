using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Grove.Server.Storage;

/// <summary>A <see cref="Sql"/> as PostgreSQL wants it: <c>$n</c> for <c>@name</c>. Made once for each, kept as long as it lives.</summary>
internal sealed class PostgresStatement
{
    private static readonly ConditionalWeakTable<Sql, PostgresStatement> Known = [];

    private readonly Sql sql;

    private PostgresStatement(Sql sql)
    {
        this.sql = sql;
        Text = Translate(sql);
        ReturnsRows = HasRows(Text);
    }

    public string Text { get; }

    /// <summary>True when its answer is a result set, even an empty one.</summary>
    public bool ReturnsRows { get; }

    public static PostgresStatement Of(Sql sql) =>
        Known.TryGetValue(sql, out var known) ? known : Known.GetValue(sql, static s => new PostgresStatement(s));

    public void Bind(SqlArg[] args, NpgsqlParameterCollection parameters)
    {
        for (var i = 0; i < sql.Parameters.Count; i++) parameters.Add(Parameter(in SqlArgs.Find(sql, i, args)));
    }

    /// <summary>
    /// After a failure: a statement that fails, or is cancelled, in the very execution that prepares it is left half prepared by the driver, and
    /// the next use of it on that connection would fail for no reason.
    /// </summary>
    public static void Forget(NpgsqlConnection connection)
    {
        try
        {
            if (connection.FullState == System.Data.ConnectionState.Open) connection.UnprepareAll();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or System.IO.IOException)
        {
            // A connection that cannot even do this is not lent again.
        }
    }

    private static NpgsqlParameter Parameter(in SqlArg arg)
    {
        var type = arg.Type switch
        {
            SqlType.Integer => NpgsqlDbType.Bigint,
            SqlType.Text => NpgsqlDbType.Text,
            SqlType.Blob => NpgsqlDbType.Bytea,
            SqlType.TextArray => NpgsqlDbType.Array | NpgsqlDbType.Text,
            SqlType.IntegerArray => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            _ => NpgsqlDbType.Array | NpgsqlDbType.Integer,
        };
        if (arg.IsNull) return new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value };
        return arg.Type switch
        {
            SqlType.Integer => new NpgsqlParameter<long> { NpgsqlDbType = type, TypedValue = arg.Integer },
            SqlType.Text => new NpgsqlParameter<string> { NpgsqlDbType = type, TypedValue = (string)arg.Reference! },
            SqlType.Blob => new NpgsqlParameter<byte[]> { NpgsqlDbType = type, TypedValue = (byte[])arg.Reference! },
            SqlType.TextArray => new NpgsqlParameter<string[]> { NpgsqlDbType = type, TypedValue = (string[])arg.Reference! },
            SqlType.IntegerArray => new NpgsqlParameter<long[]> { NpgsqlDbType = type, TypedValue = (long[])arg.Reference! },
            _ => new NpgsqlParameter<int[]> { NpgsqlDbType = type, TypedValue = (int[])arg.Reference! },
        };
    }

    private static string Translate(Sql sql)
    {
        var names = sql.Parameters;
        var text = new StringBuilder(sql.Text.Length);
        for (var i = 0; i < sql.Text.Length; i++)
        {
            var isParameter = sql.Text[i] == '@' && i + 1 < sql.Text.Length && char.IsAsciiLetter(sql.Text[i + 1]);
            if (!isParameter)
            {
                text.Append(sql.Text[i]);
                continue;
            }
            var end = i + 1;
            while (end < sql.Text.Length && (char.IsAsciiLetterOrDigit(sql.Text[end]) || sql.Text[end] == '_')) end++;
            var number = 1;
            while (!sql.Text.AsSpan(i + 1, end - i - 1).SequenceEqual(names[number - 1])) number++;
            text.Append('$').Append(number.ToString(CultureInfo.InvariantCulture));
            i = end - 1;
        }
        return text.ToString();
    }

    // The driver shows a batch's result sets without saying whose they are, so this must be known beforehand: the main verb decides,
    // which is outside all parentheses and not part of a string, a quoted name or a comment.
    private static bool HasRows(string text)
    {
        var depth = 0;
        var verb = "";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '"') i = EndOf(text, i + 1, c);
            else if (c == '-' && i + 1 < text.Length && text[i + 1] == '-') i = EndOf(text, i, '\n');
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                var start = i;
                while (i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '_')) i++;
                if (depth != 0) continue;
                var word = text[start..(i + 1)].ToUpperInvariant();
                if (word == "RETURNING") return true;
                if (verb.Length == 0 && word is "SELECT" or "VALUES" or "TABLE" or "INSERT" or "UPDATE" or "DELETE" or "MERGE") verb = word;
            }
        }
        return verb is "SELECT" or "VALUES" or "TABLE";
    }

    private static int EndOf(string text, int start, char close)
    {
        var end = text.IndexOf(close, start);
        return end < 0 ? text.Length : end;
    }
}
