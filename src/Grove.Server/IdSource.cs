using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Grove.Server;

/// <summary>
/// Where every id, secret and random byte comes from. Overriding <see cref="Fill"/> makes all of them repeatable, but for the ids of requests.
/// </summary>
internal class IdSource(TimeProvider clock)
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 40;

    private readonly Lock ordered = new();
    private long lastMillisecond = -1;
    private int sequence;

    /// <summary>UUIDv7 in 32 lower-case hex digits. Later ones from this source sort after earlier ones, whatever the clock does.</summary>
    public virtual string NewOrganizationId() => NewOrderedId();

    /// <summary>The id of an organization membership, of the same kind as an organization's.</summary>
    public virtual string NewMemberId() => NewOrderedId();

    /// <summary>The id of an audit record, ordered too: the index of so many grows at one end.</summary>
    public virtual string NewAuditId() => NewOrderedId();

    /// <summary>32 random lower-case hex digits, for everything else.</summary>
    public virtual string NewId() => RandomHex();

    /// <summary>32 random lower-case hex digits, which could be guessed: to ask the system for better ones took one twentieth of a small request.</summary>
    public virtual string NewRequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>A global API key.</summary>
    public virtual string NewApiKey() => NewSecret("cfk_");

    /// <summary>The secret of an API token.</summary>
    public virtual string NewToken() => NewSecret("cfut_");

    /// <summary>The secret of an invitation.</summary>
    public virtual string NewInviteSecret() => NewSecret("grvi_");

    /// <summary>Fills with bytes that cannot be guessed. Called from any thread.</summary>
    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    private string RandomHex()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private string NewOrderedId()
    {
        Span<byte> id = stackalloc byte[16];
        Fill(id);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long millisecond;
        int count;
        lock (ordered)
        {
            // The 12 bits after the time count up within a millisecond, from a random start that leaves room for at least 2048. A full
            // count borrows the next millisecond; a clock that steps back is not followed.
            if (now > lastMillisecond || sequence == 0xFFF)
            {
                lastMillisecond = Math.Max(now, lastMillisecond + 1);
                sequence = BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x7FF;
            }
            else
            {
                sequence++;
            }
            (millisecond, count) = (lastMillisecond, sequence);
        }
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)(millisecond >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(id[2..], (uint)millisecond);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | count));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return Convert.ToHexStringLower(id);
    }

    private string NewSecret(string prefix)
    {
        // Four bytes for each character: the remainder is then even to one part in sixty million.
        Span<byte> random = stackalloc byte[4 * SecretLength];
        Fill(random);
        var text = new StringBuilder(prefix, prefix.Length + SecretLength + 8);
        for (var i = 0; i < SecretLength; i++)
            text.Append(Base62[(int)(BinaryPrimitives.ReadUInt32LittleEndian(random[(4 * i)..]) % (uint)Base62.Length)]);
        CryptographicOperations.ZeroMemory(random);
        var checksum = Crc32(text.ToString());
        return text.Append(CultureInfo.InvariantCulture, $"{checksum:x8}").ToString();
    }

    private static uint Crc32(string ascii)
    {
        var crc = uint.MaxValue;
        foreach (var character in ascii)
        {
            crc ^= character;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
