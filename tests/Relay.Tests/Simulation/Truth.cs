using SocketIO.Sequencer;

namespace Cluster.Relay.Tests.Simulation;

/// <summary>What each session should have got, read off the log by the plainest means.</summary>
internal sealed class Truth
{
    private readonly Dictionary<string, HashSet<string>> _rooms = [];
    private readonly Dictionary<string, List<long>> _events = [];

    public Truth(SequencedLog log)
    {
        var entries = new List<LogEntry>();
        for (long at = 0; at < log.LastNumber; at = entries[^1].Number)
        {
            entries.Clear();
            Assert.That(log.TryReadAfter(at, 1_000_000, entries), Is.True);
            entries.ForEach(Apply);
        }
    }

    public int Emits { get; private set; }

    public bool IsOver(string sid) => !_rooms.ContainsKey(sid);

    public IReadOnlyList<long> EventsOf(string sid) => _events.GetValueOrDefault(sid) ?? [];

    private void Apply(LogEntry entry)
    {
        switch (entry.Event)
        {
            case EmitEvent emit:
                Emits++;
                foreach (var (sid, rooms) in _rooms)
                {
                    if ((emit.Target.Rooms.IsEmpty || emit.Target.Rooms.Any(rooms.Contains)) && !emit.Target.Except.Any(rooms.Contains))
                    {
                        _events[sid].Add(entry.Number);
                    }
                }
                break;
            case SessionChanged { Kind: SessionChangeKind.Connected } session:
                _rooms.Add(session.Sid, [session.Sid]);
                _events.Add(session.Sid, []);
                break;
            case SessionChanged { Kind: SessionChangeKind.Joined } session:
                _rooms[session.Sid].UnionWith(session.Rooms);
                break;
            case SessionChanged { Kind: SessionChangeKind.Left } session:
                _rooms[session.Sid].ExceptWith(session.Rooms);
                break;
            case SessionChanged { Kind: SessionChangeKind.Ended } session:
                _rooms.Remove(session.Sid);
                break;
            case TargetChanged target:
                Apply(target);
                break;
            default:
                break;
        }
    }

    private void Apply(TargetChanged target)
    {
        foreach (var session in target.Sessions)
        {
            switch (target.Change.Action)
            {
                case TargetAction.Join:
                    _rooms[session.Sid].UnionWith(target.Change.Rooms);
                    break;
                case TargetAction.Leave:
                    _rooms[session.Sid].ExceptWith(target.Change.Rooms);
                    break;
                default:
                    _rooms.Remove(session.Sid);
                    break;
            }
        }
    }
}
