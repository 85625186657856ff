namespace Fuzz.Inputs;

/// <summary>The random numbers of one input (SplitMix64): made of seed, target and index, so that it can be made again.</summary>
internal sealed class Dice(ulong seed, string target, long index)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed ^ Hash(target) ^ ((ulong)index * 0xD1342543DE82EF95);

    public ulong Next()
    {
        _state += Step;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 up to, and not including, the limit.</summary>
    public int Below(int limit) => (int)(Next() % (uint)limit);

    public bool Percent(int chance) => Below(100) < chance;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next();
        }
        return bytes;
    }

    // string.GetHashCode is another one in every process.
    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211);
}
