using Cluster.Protos;
using SessionKey = Cluster.Protos.SessionKey;

namespace Cluster.Relay.Tests.Simulation;

/// <summary>A session as its worker has it: its rooms follow the stream, and while it is held it gets pages.</summary>
internal sealed class SimSession(SimClient client, long generation, IEnumerable<string> rooms)
{
    public SimClient Client => client;

    public SessionKey Key => new() { Sid = client.Sid, Generation = generation };

    public HashSet<string> Rooms { get; } = [.. rooms];

    public bool IsHeld { get; set; }

    /// <summary>While it is held: it has everything up to here.</summary>
    public long HeldAt { get; set; }

    public bool Gets(Emit emit) =>
        (emit.Target.Rooms.Count == 0 || emit.Target.Rooms.Any(Rooms.Contains)) && !emit.Target.Except.Any(Rooms.Contains);
}
