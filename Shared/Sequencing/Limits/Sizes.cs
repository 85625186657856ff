using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>What things take, roughly: enough to bound queues and memory by.</summary>
internal static class Sizes
{
    private const int Overhead = 8;

    public static int Of(string text) => Overhead + text.Length;

    public static int Of(ImmutableArray<string> texts)
    {
        var size = 0;
        foreach (var text in texts)
        {
            size += Of(text);
        }
        return size;
    }

    public static int Of(ImmutableDictionary<string, ReadOnlyMemory<byte>> data)
    {
        var size = 0;
        foreach (var (key, json) in data)
        {
            size += Of(key) + json.Length;
        }
        return size;
    }

    public static int Of(ImmutableArray<SessionReference> sessions)
    {
        var size = 0;
        foreach (var session in sessions)
        {
            size += Of(session.Namespace) + Of(session.Sid) + Of(session.Person);
        }
        return size;
    }
}
