using NUnit.Framework;
using Testing;

namespace Sequencer.Tests.Sessions;

/// <summary>
/// A random history of a log, and the model beside it: at each event it notes for whom it is. What the log then answers is
/// checked at once.
/// </summary>
internal sealed class RandomHistory(int seed, Func<SequencedLog> open, SteppingTime time, bool mayRestart) : IDisposable
{
    private const string Name = "/";

    private static readonly string[] Instances = ["i0", "i1", "i2"];
    private static readonly string[] Rooms = ["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, ModelClient> _clients = [];
    private readonly Dictionary<string, long> _sequences = [];
    private readonly List<(ModelClient Client, long After)> _reading = [];
    private readonly List<(long Number, string Instance)> _interested = [];
    private SequencedLog _log = open();
    private int _made;

    public int Granted { get; private set; }

    public int GrantedAfterTrimming { get; private set; }

    public int DeniedForTrimming { get; private set; }

    public void Dispose() => _log.Dispose();

    public void Step()
    {
        switch (_random.Next(20))
        {
            case < 2:
                Connect();
                break;
            case < 9:
                Emit();
                break;
            case < 11:
                ChangeRooms(join: true);
                break;
            case < 13:
                ChangeRooms(join: false);
                break;
            case 13:
                ChangeTarget();
                break;
            case < 16:
                Depart();
                break;
            case < 18:
                Claim();
                break;
            case 18:
                time.Advance(TimeSpan.FromSeconds(_random.Next(60)));
                _log.Trim();
                break;
            default:
                Restart();
                break;
        }
        ReadOn();
        CheckInterest();
    }

    private void Connect()
    {
        var sid = $"s{_made++}";
        var instance = Pick(Instances);
        var result = Submit(instance, new ConnectOperation { Namespace = Name, Sid = sid, Pid = sid, Window = TimeSpan.FromHours(1) });
        _clients.Add(sid, new ModelClient(sid, result.Number) { Owner = instance, Active = true });
    }

    private void Emit()
    {
        var rooms = _random.Next(30) == 0 ? [] : Some(Rooms, 2).Append(Pick(Rooms)).Distinct();
        var target = new BroadcastTarget([.. rooms], [.. _random.Next(4) == 0 ? Some(Rooms, 2) : []]);
        if (_random.Next(5) == 0 && _clients.Count > 0)
        {
            target = new BroadcastTarget([Pick(_clients.Keys.ToList())], []);
        }
        var number = Submit(Pick(Instances), new EmitEvent(Name, target, new byte[_random.Next(50)])).Number;
        foreach (var client in _clients.Values)
        {
            if (target.Rooms.IsEmpty || target.Rooms.Any(client.Rooms.Contains))
            {
                client.Roughly.Add(number);
                if (!target.Except.Any(client.Rooms.Contains))
                {
                    client.Events.Add(number);
                    if (client.Active)
                    {
                        _interested.Add((number, client.Owner));
                    }
                }
            }
        }
    }

    private void ChangeRooms(bool join)
    {
        if (PickClient(active: true) is not { } client)
        {
            return;
        }
        var rooms = Some(Rooms, 2);
        var key = new SessionKey(client.Sid, client.Generation);
        Submit(client.Owner, join ? new JoinOperation(key, [.. rooms]) : new LeaveOperation(key, [.. rooms]));
        Apply(client, rooms, join);
    }

    private void ChangeTarget()
    {
        var (means, rooms) = (Some(Rooms, 2), Some(Rooms, 2));
        var join = _random.Next(2) == 0;
        var ends = _random.Next(10) == 0 && means.Count > 0;
        var action = ends ? TargetAction.Disconnect : join ? TargetAction.Join : TargetAction.Leave;
        var result = Submit(Pick(Instances), new TargetOperation(Name, new BroadcastTarget([.. means], []), action) { Rooms = [.. rooms] });
        var meant = _clients.Values.Where(client => means.Count == 0 || means.Any(client.Rooms.Contains)).ToList();
        var entries = new List<LogEntry>();
        _log.TryReadAfter(result.Number - 1, 1, entries);
        Assert.That(((TargetChanged)entries[0].Event).Sessions.Select(session => session.Sid), Is.EquivalentTo(meant.Select(client => client.Sid)));
        foreach (var client in meant)
        {
            if (ends)
            {
                Forget(client);
            }
            else
            {
                Apply(client, rooms, join);
            }
        }
    }

    private void Depart()
    {
        if (PickClient(active: true) is { } client)
        {
            Submit(client.Owner, new DepartOperation(new SessionKey(client.Sid, client.Generation), Ended: false));
            client.Active = false;
            _reading.RemoveAll(reading => reading.Client == client);
        }
    }

    private void Claim()
    {
        if (PickClient(active: null) is not { } client)
        {
            return;
        }
        var offset = _random.Next(4) switch
        {
            0 => 0,
            1 => _random.NextInt64(client.ConnectedAt, _log.LastNumber + 1),
            _ => client.Roughly.SkipLast(_random.Next(2)).LastOrDefault(),
        };
        var position = Math.Max(offset, client.ConnectedAt);
        var trimmed = client.Roughly.Any(number => number > position && number < _log.FirstNumber);
        var instance = Pick(Instances);
        var claim = new Submission(instance, Next(instance), new ClaimOperation(Name, client.Sid, _log.Epoch, offset));
        var status = _log.Commit([claim])[0].Status;
        _reading.RemoveAll(reading => reading.Client == client);
        if (trimmed)
        {
            Assert.That(status, Is.EqualTo(SubmissionStatus.Denied), $"{client.Sid} lacks something after {position}");
            DeniedForTrimming++;
            Forget(client);
            return;
        }
        Assert.That(status, Is.EqualTo(SubmissionStatus.Sequenced), $"nothing for {client.Sid} after {position} is gone");
        Granted++;
        GrantedAfterTrimming += position < _log.FirstNumber - 1 ? 1 : 0;
        client.Generation++;
        client.Owner = instance;
        client.Active = true;
        _reading.Add((client, position));
    }

    // Who has come back reads page by page while everything goes on.
    private void ReadOn()
    {
        for (var i = _reading.Count - 1; i >= 0; i--)
        {
            if (_random.Next(3) == 0)
            {
                continue;
            }
            var (client, after) = _reading[i];
            var upTo = _random.NextInt64(Math.Min(after, _log.LastNumber), _log.LastNumber + 1);
            var page = _log.ReadMissed(client.Owner, new SessionKey(client.Sid, client.Generation), after, upTo, _random.Next(120));
            if (page.IsLost)
            {
                Assert.That(client.Roughly.Any(number => number > after && number < _log.FirstNumber), Is.True, $"{client.Sid} has lost nothing after {after}");
                _reading.RemoveAt(i);
                continue;
            }
            Assert.That(page.Events.Select(entry => entry.Number), Is.EqualTo(client.Events.Where(number => number > after && number <= page.UpTo)),
                $"what {client.Sid} missed from {after} to {page.UpTo}");
            Assert.That(page.IsLast, Is.EqualTo(page.UpTo == upTo));
            Assert.That(page.UpTo, page.IsLast ? Is.GreaterThanOrEqualTo(after) : Is.GreaterThan(after));
            _reading[i] = (client, page.UpTo);
        }
    }

    private void CheckInterest()
    {
        var entries = new List<LogEntry>();
        foreach (var (number, instance) in _interested)
        {
            entries.Clear();
            if (number >= _log.FirstNumber && _log.TryReadAfter(number - 1, 1, entries))
            {
                Assert.That(_log.Concerns(instance, entries[0]), Is.True, $"{instance} wants event {number}");
            }
        }
        if (_interested.Count > 30)
        {
            _interested.RemoveRange(0, 15);
        }
    }

    private void Restart()
    {
        if (mayRestart)
        {
            _log.Dispose();
            _log = open();
        }
    }

    private void Apply(ModelClient client, List<string> rooms, bool join)
    {
        if (join)
        {
            client.Rooms.UnionWith(rooms);
        }
        else
        {
            client.Rooms.ExceptWith(rooms);
        }
    }

    private void Forget(ModelClient client)
    {
        _clients.Remove(client.Sid);
        _reading.RemoveAll(reading => reading.Client == client);
    }

    private SubmissionResult Submit(string instance, IOperation operation)
    {
        var result = _log.Commit([new Submission(instance, Next(instance), operation)])[0];
        Assert.That(result.Status, Is.EqualTo(SubmissionStatus.Sequenced));
        return result;
    }

    private long Next(string instance) => _sequences[instance] = _sequences.GetValueOrDefault(instance) + 1;

    private ModelClient? PickClient(bool? active)
    {
        var clients = _clients.Values.Where(client => active is null || client.Active == active).ToList();
        return clients.Count == 0 ? null : Pick(clients);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private List<string> Some(string[] from, int most) => [.. Enumerable.Range(0, _random.Next(most)).Select(_ => Pick(from)).Distinct()];
}
