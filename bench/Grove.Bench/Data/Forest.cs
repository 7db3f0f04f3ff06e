using System.Globalization;

namespace Grove.Bench.Data;

/// <summary>
/// The tree of the data set: N organizations, a twentieth of them roots, up to ten levels below them, and one root with a fifth of all
/// below it. Key order is creation order, and the large subtree's keys are spread over all of it.
/// </summary>
internal sealed class Forest
{
    public const int MaxLevel = 10;

    /// <summary>The root of the large subtree.</summary>
    public const int Big = 1;

    /// <summary>Directly below it, with a hundredth of all organizations: the subtree that is moved.</summary>
    public const int Moved = 2;

    /// <summary>Directly below it: where the subtree is moved to.</summary>
    public const int Destination = 3;

    private readonly ulong seed;
    private readonly int[] parents;
    private readonly byte[] levels;

    public Forest(int organizations, int seed)
    {
        (Count, this.seed) = (organizations, (ulong)seed);
        parents = new int[organizations + 1];
        levels = new byte[organizations + 1];
        Roots = Plant();
    }

    public int Count { get; }

    /// <summary>The keys of the roots, ascending.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>0 for a root.</summary>
    public int Parent(int key) => parents[key];

    public int Level(int key) => levels[key];

    /// <summary>Microseconds since 1970: one organization every half minute from 2024 on.</summary>
    public static long CreateTime(int key) => 1_704_067_200_000_000 + key * 30_000_000L;

    public string Id(int key)
    {
        var random = new SplitMix((seed << 32) ^ (ulong)key);
        var high = ((ulong)(CreateTime(key) / 1000) << 16) | 0x7000 | (random.Next() & 0xFFF);
        var low = (random.Next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        return string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}");
    }

    public string Lineage(int key)
    {
        var lineage = Id(key);
        for (var above = parents[key]; above != 0; above = parents[above]) lineage = Id(above) + lineage;
        return lineage;
    }

    private List<int> Plant()
    {
        var random = new SplitMix(seed);
        var roots = new List<int> { Big };
        List<int> big = [Big, Destination], moved = [Moved], others = [];
        var (wantRoots, wantBig, wantMoved) = (Count / 20, Count / 5, Count / 100);
        parents[Moved] = parents[Destination] = Big;
        levels[Moved] = levels[Destination] = 1;
        for (var key = 4; key <= Count; key++)
        {
            // Each kind is spread evenly over the rest of the keys.
            var draw = random.Next(Count - key + 1);
            if ((draw -= wantMoved - moved.Count) < 0) Add(key, moved, MaxLevel - 1, ref random);
            else if ((draw -= wantBig - wantMoved - big.Count) < 0) Add(key, big, MaxLevel, ref random);
            else if ((draw -= wantRoots - roots.Count) < 0 || others.Count == 0)
            {
                roots.Add(key);
                others.Add(key);
            }
            else Add(key, others, MaxLevel, ref random);
        }
        return roots;
    }

    private void Add(int key, List<int> group, int deepest, ref SplitMix random)
    {
        var parent = group[random.Next(group.Count)];
        while (levels[parent] >= deepest) parent = group[random.Next(group.Count)];
        parents[key] = parent;
        levels[key] = (byte)(levels[parent] + 1);
        group.Add(key);
    }
}
