using System.Security.Cryptography;
using System.Text;
using Grove.Server.Storage;
using Microsoft.Extensions.Primitives;

namespace Grove.Server.Http;

/// <summary>
/// Makes a POST with an <c>Idempotency-Key</c> happen once: the key is claimed first in the transaction of the change, and its answer is
/// stored at the end of it. Kept for 24 hours, successes only, encrypted under a key that needs the client's own key.
/// </summary>
internal sealed class Idempotency(Db db, byte[] secret, IdSource ids, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly Sql Claim = new(
        """
        insert into idempotency_keys (user_key, scope_hash, body_hash, create_time) values (@user, @scope, @body, @now)
        on conflict (user_key, scope_hash) do update set body_hash = excluded.body_hash, answer = null, create_time = excluded.create_time
        where idempotency_keys.create_time <= @expired
        returning 1
        """);

    private static readonly Sql Find = new("select body_hash, answer from idempotency_keys where user_key = @user and scope_hash = @scope");
    private static readonly Sql Keep = new("update idempotency_keys set answer = @answer where user_key = @user and scope_hash = @scope");

    private static readonly Sql Sweep = new(
        """
        delete from idempotency_keys where (user_key, scope_hash) in
          (select user_key, scope_hash from idempotency_keys where create_time <= @expired order by create_time limit @limit)
        """);

    public static bool IsKey(StringValues header) =>
        header.Count == 1 && header.ToString() is { Length: >= 1 and <= 255 } key && key.All(c => c is > ' ' and <= '~');

    /// <summary>
    /// Runs <paramref name="run"/> in a write transaction, at most once for the request's key. A stored answer is given again only when
    /// <paramref name="visible"/> still finds nothing to refuse.
    /// </summary>
    public Task<Answer> RunAsync(
        ApiRequest request, Func<SqlSession, ValueTask<ApiError?>> visible, Func<SqlSession, ValueTask<Answer>> run)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return db.WriteAsync(async session =>
            {
                var answer = await run(session);
                if (answer is ErrorAnswer) session.Discard();
                return answer;
            }, request.Aborted);
        }

        var http = request.Http.Request;
        var body = SHA256.HashData(request.RawBody.Span);
        var user = (request.Sender?.By ?? request.Sender)?.UserKey ?? 0;
        var sender = request.Sender switch
        {
            // Without a user there are only keys that strangers may have chosen alike: the body, which holds what they have to show, keeps them apart.
            null => Convert.ToHexString(body),
            // What an operator does as somebody is neither theirs nor that user's.
            { By: not null } acted => $"\n{acted.UserId}",
            _ => "",
        };
        var scope = SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Method}\n{http.PathBase}{http.Path}\n{http.QueryString}\n{key}{sender}"));
        var start = clock.GetTimestamp();
        return db.WriteAsync<Answer>(async session =>
        {
            var now = Text.Timestamps.Now(clock);
            var left = LongestWait - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) throw new StorageException(StorageFault.Conflict, "An equal request took too long.");
            var claim = new SqlBatch()
                .Add(session.Dialect.SetLockTimeout, ("milliseconds", (long)left.TotalMilliseconds + 1))
                .Add(Claim, ("user", user), ("scope", scope), ("body", body), ("now", now), ("expired", now - Lifetime.Ticks / 10));
            var claimed = await session.BatchAsync(claim, static row => true);
            if (claimed.Count == 0)
            {
                var (storedBody, stored) = (await session.QueryAsync(Find, [("user", user), ("scope", scope)],
                    static row => ((byte[])row.GetValue(0), (byte[])row.GetValue(1))))[0];
                if (await visible(session) is { } refused) return refused;
                if (!body.AsSpan().SequenceEqual(storedBody)) return ApiError.IdempotencyKeyReused;
                return StoredAnswer.Open(stored, KeyFor(key, scope));
            }
            var answer = await run(session);
            if (answer is ErrorAnswer)
            {
                session.Discard();
                return answer;
            }
            var kept = StoredAnswer.Of(answer);
            await session.ExecuteAsync(Keep, ("user", user), ("scope", scope), ("answer", kept.Seal(KeyFor(key, scope), ids)));
            return kept;
        }, request.Aborted);
    }

    /// <summary>Removes up to <paramref name="limit"/> expired keys; returns how many.</summary>
    public Task<int> SweepAsync(int limit, CancellationToken cancel) => db.WriteAsync(
        async session => await session.ExecuteAsync(Sweep, ("expired", Text.Timestamps.Now(clock) - Lifetime.Ticks / 10), ("limit", limit)), cancel);

    private byte[] KeyFor(string idempotencyKey, byte[] salt) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. secret, .. Encoding.ASCII.GetBytes(idempotencyKey)], 32, salt, "idempotency"u8.ToArray());
}

/// <summary>An answer that has become bytes.</summary>
internal sealed class StoredAnswer(int status, string? tag, byte[] body, bool replayed = false) : Answer
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public override int Status => status;

    /// <summary>True when it is the answer to an earlier request, whose resource may be gone since.</summary>
    public bool Replayed => replayed;

    public static StoredAnswer Of(Answer answer)
    {
        var buffer = new AnswerBuffer();
        var tag = answer.Write(buffer);
        return new(answer.Status, tag, buffer.Written.ToArray());
    }

    public override string? Write(AnswerBuffer buffer)
    {
        if (body.Length > 0) buffer.Json.WriteRawValue(body, skipInputValidation: true);
        return tag;
    }

    public byte[] Seal(byte[] key, IdSource random)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write((short)status);
            writer.Write(tag ?? "");
            writer.Write(body);
        }
        var text = plain.ToArray();
        var output = new byte[NonceLength + TagLength + text.Length];
        // Each key encrypts one answer only (it is derived from the client's key and the scope), yet a replaced expired row reuses it.
        random.Fill(output.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(output.AsSpan(0, NonceLength), text, output.AsSpan(NonceLength + TagLength), output.AsSpan(NonceLength, TagLength));
        return output;
    }

    public static StoredAnswer Open(byte[] stored, byte[] key)
    {
        var plain = new byte[stored.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(stored.AsSpan(0, NonceLength), stored.AsSpan(NonceLength + TagLength), stored.AsSpan(NonceLength, TagLength), plain);
        using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
        var status = reader.ReadInt16();
        var tag = reader.ReadString();
        return new(status, tag.Length == 0 ? null : tag, reader.ReadBytes(plain.Length), replayed: true);
    }
}
