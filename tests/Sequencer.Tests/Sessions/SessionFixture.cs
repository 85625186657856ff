using System.Collections.Immutable;
using System.Text;
using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>A log with sessions, and short ways to say what instances say.</summary>
public abstract class SessionFixture : LogFixture
{
    protected const string Name = "/chat";

    protected static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, long> _sequences = [];
    private SequencedLog? _log;

    private protected SequencedLog Log => _log ??= Open(Options);

    private protected virtual SequencerOptions Options => new() { Path = DatabasePath };

    [TearDown]
    public void CloseLog()
    {
        _log?.Dispose();
        _log = null;
        _sequences.Clear();
    }

    /// <summary>As after a clean end, or with a copy of the file after a sudden one.</summary>
    protected void Restart()
    {
        _log?.Dispose();
        _log = null;
    }

    private protected Submission Next(string instance, IOperation operation) =>
        new(instance, _sequences[instance] = _sequences.GetValueOrDefault(instance) + 1, operation);

    private protected SubmissionResult Submit(string instance, IOperation operation) => Log.Commit([Next(instance, operation)])[0];

    protected static ConnectOperation NewSession(string sid, TimeSpan? window = null, string name = Name) => new()
    {
        Namespace = name,
        Sid = sid,
        Pid = sid + "-pid",
        Person = sid + "-person",
        Window = window ?? Window,
    };

    /// <summary>Connects, and gives the number.</summary>
    protected long Connect(string instance, string sid, params string[] rooms)
    {
        var number = Accepted(Submit(instance, NewSession(sid)));
        if (rooms.Length > 0)
        {
            Join(instance, sid, rooms);
        }
        return number;
    }

    protected long Join(string instance, string sid, params string[] rooms) =>
        Accepted(Submit(instance, new JoinOperation(KeyOf(sid), [.. rooms])));

    protected long Leave(string instance, string sid, params string[] rooms) =>
        Accepted(Submit(instance, new LeaveOperation(KeyOf(sid), [.. rooms])));

    protected long Emit(string packet, params string[] rooms) => EmitExcept(packet, rooms, []);

    protected long EmitExcept(string packet, string[] rooms, string[] except) =>
        Accepted(Submit("emitter", new EmitEvent(Name, new BroadcastTarget([.. rooms], [.. except]), Encoding.UTF8.GetBytes(packet))));

    protected long Depart(string instance, string sid, bool ended = false) =>
        Accepted(Submit(instance, new DepartOperation(KeyOf(sid), ended)));

    private protected SubmissionResult Claim(string instance, string sid, long number = 0, string? epoch = null) =>
        Submit(instance, new ClaimOperation(Name, sid + "-pid", epoch ?? Log.Epoch, number));

    /// <summary>The entry of a claim that is granted.</summary>
    protected SessionChanged Claimed(string instance, string sid, long number = 0, string? epoch = null)
    {
        var result = Claim(instance, sid, number, epoch);
        Assert.That(result.Status, Is.EqualTo(SubmissionStatus.Sequenced), "the claim is granted");
        return (SessionChanged)Entry(result.Number).Event;
    }

    protected LogEntry Entry(long number)
    {
        var entries = new List<LogEntry>();
        Assert.That(Log.TryReadAfter(number - 1, number, 1, entries), Is.True);
        return entries.Single();
    }

    protected LogEntry LastEntry() => Entry(Log.LastNumber);

    private protected static long Accepted(SubmissionResult result)
    {
        Assert.That(result.Status, Is.EqualTo(SubmissionStatus.Sequenced));
        return result.Number;
    }

    private protected void Denied(SubmissionResult result) =>
        Assert.That((result.Status, result.Number, result.DurableId), Is.EqualTo((SubmissionStatus.Denied, 0L, 0L)));

    /// <summary>The packets that a session missed, read in pages of one.</summary>
    protected List<string> Missed(string instance, string sid, long after)
    {
        var packets = new List<string>();
        while (true)
        {
            var page = Log.ReadMissed(instance, KeyOf(sid), after, Log.LastNumber, 1);
            Assert.That(page.IsLost, Is.False, "the log reaches back");
            packets.AddRange(page.Events.Select(PacketOf));
            if (page.IsLast)
            {
                return packets;
            }
            Assert.That(page.UpTo, Is.GreaterThan(after));
            after = page.UpTo;
        }
    }

    /// <summary>Comes back on an instance, and gives what was missed.</summary>
    protected List<string> ComeBack(string instance, string sid, long number = 0)
    {
        var claimed = Claimed(instance, sid, number);
        var missed = Missed(instance, sid, claimed.Position);
        Accepted(Submit(instance, new ResumeOperation(new SessionKey(sid, claimed.Generation))));
        return missed;
    }

    protected long GenerationOf(string sid) => Log.SessionState.Table.Find(sid)?.Generation ?? 0;

    protected SessionKey KeyOf(string sid) => new(sid, GenerationOf(sid));

    protected static string PacketOf(LogEntry entry) => Encoding.UTF8.GetString(((EmitEvent)entry.Event).Packet.Span);

    protected static ImmutableDictionary<string, ReadOnlyMemory<byte>> Data(params (string Key, string Json)[] values) =>
        values.ToImmutableDictionary(value => value.Key, value => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value.Json));
}
