using System.Text;

namespace Grove.Server.Text;

/// <summary>Points in time: stored as microseconds since 1970, written as RFC 3339 in UTC with milliseconds.</summary>
internal static class Timestamps
{
    /// <summary>The length of a written time, always: <c>2026-01-31T09:30:00.000Z</c>.</summary>
    public const int Length = 24;

    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;
    private static readonly long First = -Epoch / TicksPerMicrosecond;
    private static readonly long Last = (DateTime.MaxValue.Ticks - Epoch) / TicksPerMicrosecond;

    /// <summary>Rounded down, before 1970 as after it, so that order is kept.</summary>
    public static long ToMicroseconds(DateTimeOffset time)
    {
        var (micros, rest) = Math.DivRem(time.UtcTicks - Epoch, TicksPerMicrosecond);
        return rest < 0 ? micros - 1 : micros;
    }

    public static long Now(TimeProvider clock) => ToMicroseconds(clock.GetUtcNow());

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> outside of the years 1 to 9999.</summary>
    public static string Write(long micros)
    {
        Span<byte> text = stackalloc byte[Length];
        return TryFormat(micros, text)
            ? Encoding.ASCII.GetString(text)
            : throw new ArgumentOutOfRangeException(nameof(micros), micros, "Not in the years 1 to 9999.");
    }

    /// <summary>
    /// Writes <see cref="Length"/> bytes, milliseconds rounded down; false when there is no room for them or the time is not in the
    /// years 1 to 9999.
    /// </summary>
    public static bool TryFormat(long micros, Span<byte> utf8)
    {
        if (utf8.Length < Length || micros < First || micros > Last) return false;
        var time = new DateTime(Epoch + micros * TicksPerMicrosecond);
        var (year, month, day) = time;
        Digits(utf8[..4], year);
        utf8[4] = (byte)'-';
        Digits(utf8[5..7], month);
        utf8[7] = (byte)'-';
        Digits(utf8[8..10], day);
        utf8[10] = (byte)'T';
        Digits(utf8[11..13], time.Hour);
        utf8[13] = (byte)':';
        Digits(utf8[14..16], time.Minute);
        utf8[16] = (byte)':';
        Digits(utf8[17..19], time.Second);
        utf8[19] = (byte)'.';
        Digits(utf8[20..23], time.Millisecond);
        utf8[23] = (byte)'Z';
        return true;
    }

    /// <summary>
    /// Reads RFC 3339 and nothing else: date, T, time with seconds, any fraction (rounded down to microseconds), and Z or an offset.
    /// A leap second is refused, as it has no place among the stored times.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (text.Length < 20
            || !Read(text[..4], out var year) || text[4] != '-' || !Read(text[5..7], out var month) || text[7] != '-'
            || !Read(text[8..10], out var day) || text[10] is not ('T' or 't')
            || !Read(text[11..13], out var hour) || text[13] != ':' || !Read(text[14..16], out var minute) || text[16] != ':'
            || !Read(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59
            || !ReadFraction(text[19..], out var fraction, out var zone) || !ReadOffset(zone, out var offsetMinutes))
            return false;
        var local = (new DateTime(year, month, day, hour, minute, second).Ticks - Epoch) / TicksPerMicrosecond + fraction;
        micros = local - offsetMinutes * 60_000_000L;
        return micros >= First && micros <= Last;
    }

    private static void Digits(Span<byte> place, int value)
    {
        for (var i = place.Length - 1; i >= 0; i--, value /= 10) place[i] = (byte)('0' + value % 10);
    }

    private static bool Read(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }

    private static bool ReadFraction(ReadOnlySpan<char> text, out int micros, out ReadOnlySpan<char> rest)
    {
        micros = 0;
        rest = text;
        if (text[0] != '.') return true;
        var end = 1;
        var unit = 100_000;
        for (; end < text.Length && char.IsAsciiDigit(text[end]); end++, unit /= 10) micros += (text[end] - '0') * unit;
        rest = text[end..];
        return end > 1;
    }

    private static bool ReadOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!Read(text[1..3], out var hour) || !Read(text[4..], out var minute) || hour > 23 || minute > 59) return false;
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
