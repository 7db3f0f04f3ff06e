using System.Globalization;
using System.Text.RegularExpressions;
using Grove.Server;
using Xunit;

namespace Grove.Tests;

public sealed partial class IdSourceTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void Organization_ids_are_version_7_uuids_of_the_clocks_time()
    {
        var source = new IdSource(clock);
        for (var i = 0; i < 100; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            var id = source.NewOrganizationId();
            Assert.Matches(VersionSeven(), id);
            var millisecond = long.Parse(id[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), millisecond);
        }
    }

    [Fact]
    public void Ordered_ids_ascend_whatever_the_clock_does()
    {
        var source = new IdSource(clock);
        var random = new Random(1);
        var last = "";
        for (var i = 0; i < 20_000; i++)
        {
            var id = i % 2 == 0 ? source.NewOrganizationId() : source.NewMemberId();
            Assert.Matches(VersionSeven(), id);
            Assert.True(string.CompareOrdinal(last, id) < 0);
            last = id;
            if (random.Next(100) == 0) clock.Advance(TimeSpan.FromMilliseconds(random.Next(-50, 50)));
        }
    }

    [Fact]
    public void Ordered_ids_ascend_when_randomness_is_at_its_highest()
    {
        var source = new Constant(clock, 0xFF);
        var ids = Enumerable.Range(0, 10_000).Select(_ => source.NewOrganizationId()).ToList();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Ordered_ids_made_at_once_are_distinct()
    {
        var source = new IdSource(clock);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 5_000).Select(_ => source.NewOrganizationId()).ToList(), TestContext.Current.CancellationToken)));
        Assert.Equal(20_000, made.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public void Other_ids_are_32_lower_case_hex_digits_and_differ()
    {
        var source = new IdSource(clock);
        var ids = Enumerable.Range(0, 1_000).SelectMany(_ => new[] { source.NewId(), source.NewRequestId() }).ToList();
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Secrets_have_the_published_shape_and_pass_terraforms_checks()
    {
        var source = new IdSource(clock);
        for (var i = 0; i < 500; i++)
        {
            Assert.Matches("^cfk_[0-9A-Za-z]{40}[0-9a-f]{8}$", source.NewApiKey());
            Assert.Matches("^cfut_[0-9A-Za-z]{40}[0-9a-f]{8}$", source.NewToken());
            Assert.Matches("^[0-9A-Za-z-_]{37,60}$", source.NewApiKey());
            Assert.Matches("^[0-9A-Za-z-_]{40,80}$", source.NewToken());
        }
    }

    [Fact]
    public void The_checksum_is_the_crc_of_what_precedes_it()
    {
        // CRC-32 of "cfk_" and forty zeros, as zlib computes it.
        Assert.Equal("cfk_" + new string('0', 40) + "270fdb50", new Constant(clock, 0).NewApiKey());
        Assert.Equal("cfut_" + new string('0', 40) + "e38de8d9", new Constant(clock, 0).NewToken());
    }

    [Fact]
    public void Every_character_of_the_alphabet_is_about_as_likely()
    {
        var source = new Seeded(clock, 7);
        var counts = new Dictionary<char, int>();
        for (var i = 0; i < 2_000; i++)
            foreach (var character in source.NewToken().AsSpan(5, 40)) counts[character] = counts.GetValueOrDefault(character) + 1;
        Assert.Equal(62, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1_100, 1_500));
    }

    [Fact]
    public void Equal_randomness_makes_equal_ids_and_secrets()
    {
        static string Make(IdSource source) =>
            string.Join(' ', source.NewId(), source.NewOrganizationId(), source.NewApiKey(), source.NewToken());
        Assert.Equal(Make(new Seeded(clock, 3)), Make(new Seeded(clock, 3)));
        Assert.NotEqual(Make(new Seeded(clock, 3)), Make(new Seeded(clock, 4)));
    }

    [GeneratedRegex("^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$")]
    private static partial Regex VersionSeven();

    private sealed class Constant(TimeProvider clock, byte value) : IdSource(clock)
    {
        public override void Fill(Span<byte> bytes) => bytes.Fill(value);
    }

    private sealed class Seeded(TimeProvider clock, int seed) : IdSource(clock)
    {
        private readonly Random random = new(seed);

        public override void Fill(Span<byte> bytes) => random.NextBytes(bytes);
    }
}
