using System.Globalization;
using System.Text;
using Grove.Server.Text;
using Xunit;

namespace Grove.Tests.Text;

public sealed class TimestampsTests
{
    private const long First = -62_135_596_800_000_000;
    private const long Last = 253_402_300_799_999_999;

    [Fact]
    public void Writing_agrees_with_the_framework_for_any_time()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var time = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
            var expected = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            Assert.Equal(expected, Timestamps.Write(Timestamps.ToMicroseconds(time)));
        }
    }

    [Fact]
    public void What_was_written_is_read_back_to_the_millisecond()
    {
        var random = new Random(2);
        for (var i = 0; i < 10_000; i++)
        {
            var micros = random.NextInt64(First, Last);
            Assert.True(Timestamps.TryParse(Timestamps.Write(micros), out var read));
            Assert.InRange(micros - read, 0, 999);
        }
    }

    [Fact]
    public void Conversion_keeps_order_on_both_sides_of_1970()
    {
        var epoch = DateTimeOffset.UnixEpoch;
        Assert.Equal(0, Timestamps.ToMicroseconds(epoch));
        Assert.Equal(0, Timestamps.ToMicroseconds(epoch.AddTicks(9)));
        Assert.Equal(-1, Timestamps.ToMicroseconds(epoch.AddTicks(-1)));
        Assert.Equal(-1, Timestamps.ToMicroseconds(epoch.AddTicks(-10)));
        Assert.Equal(-2, Timestamps.ToMicroseconds(epoch.AddTicks(-11)));
        Assert.Equal(-3_600_000_000, Timestamps.ToMicroseconds(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Now_is_what_the_clock_says()
    {
        var clock = new TestClock(new DateTimeOffset(2026, 9, 1, 12, 0, 0, 123, 456, TimeSpan.Zero));
        Assert.Equal("2026-09-01T12:00:00.123Z", Timestamps.Write(Timestamps.Now(clock)));
        Assert.Equal(123_456, Timestamps.Now(clock) % 1_000_000);
    }

    [Fact]
    public void The_ends_of_time_are_written_and_what_is_beyond_is_not()
    {
        Assert.Equal("0001-01-01T00:00:00.000Z", Timestamps.Write(First));
        Assert.Equal("9999-12-31T23:59:59.999Z", Timestamps.Write(Last));
        var text = new byte[Timestamps.Length];
        foreach (var micros in new[] { First - 1, Last + 1, long.MinValue, long.MaxValue })
        {
            Assert.False(Timestamps.TryFormat(micros, text));
            Assert.Throws<ArgumentOutOfRangeException>(() => Timestamps.Write(micros));
        }
    }

    [Fact]
    public void Exactly_24_bytes_are_written_and_a_shorter_span_is_left_alone()
    {
        var text = Enumerable.Repeat((byte)'!', 30).ToArray();
        Assert.False(Timestamps.TryFormat(0, text.AsSpan(0, 23)));
        Assert.Equal(new string('!', 30), Encoding.ASCII.GetString(text));
        Assert.True(Timestamps.TryFormat(0, text));
        Assert.Equal("1970-01-01T00:00:00.000Z!!!!!!", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void Formatting_allocates_nothing()
    {
        var text = new byte[Timestamps.Length];
        Timestamps.TryFormat(1, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0L; i < 1_000; i++) Timestamps.TryFormat(i * 1_234_567, text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01t00:00:01z", 1_000_000)]
    [InlineData("1970-01-01T00:00:00.5Z", 500_000)]
    [InlineData("1970-01-01T00:00:00.0000019999999999Z", 1)]
    [InlineData("1970-01-01T01:00:00+01:00", 0)]
    [InlineData("1969-12-31T23:30:00-00:30", 0)]
    [InlineData("1970-01-01T00:00:00-00:00", 0)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000_000)]
    [InlineData("0001-01-01T00:00:00Z", First)]
    [InlineData("9999-12-31T23:59:59.999999Z", Last)]
    public void Rfc_3339_is_read(string text, long micros)
    {
        Assert.True(Timestamps.TryParse(text, out var read));
        Assert.Equal(micros, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1970-01-01")]
    [InlineData("1970-01-01T00:00Z")]
    [InlineData("1970-01-01T00:00:00")]
    [InlineData("1970-01-01 00:00:00Z")]
    [InlineData("1970-01-01T00:00:00.Z")]
    [InlineData("1970-01-01T00:00:00,5Z")]
    [InlineData("1970-01-01T00:00:00+0100")]
    [InlineData("1970-01-01T00:00:00+24:00")]
    [InlineData("1970-01-01T00:00:00+01:60")]
    [InlineData("1970-01-01T00:00:00ZZ")]
    [InlineData(" 1970-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z ")]
    [InlineData("1970-13-01T00:00:00Z")]
    [InlineData("1970-00-01T00:00:00Z")]
    [InlineData("1970-01-32T00:00:00Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("1970-01-01T24:00:00Z")]
    [InlineData("1970-01-01T00:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("+1970-01-01T00:00:00Z")]
    [InlineData("١٩٧٠-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00.5")]
    public void Anything_else_is_not(string text) => Assert.False(Timestamps.TryParse(text, out _));
}
