using Chaos.Protocol;

namespace Benchmarks.Recovery.Clients;

/// <summary>The numbers of the messages that one client got, in this order.</summary>
internal sealed class Deliveries
{
    private readonly List<long> _numbers = [];
    private long _last = -1;
    private int _count;

    /// <summary>The last one; -1 before the first.</summary>
    public long Last => Interlocked.Read(ref _last);

    public int Count => Volatile.Read(ref _count);

    /// <summary>To be read when nothing comes any more.</summary>
    public IReadOnlyList<long> Numbers => _numbers;

    public void Add(ServerEvent @event)
    {
        _numbers.Add(@event.Arguments[0].Number);
        Volatile.Write(ref _count, _numbers.Count);
        Interlocked.Exchange(ref _last, @event.Arguments[0].Number);
    }

    /// <summary>What is wrong: every client must have the same messages in the same order, each once, and all that are needed.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<Deliveries> clients, IReadOnlyCollection<long> needed)
    {
        for (var i = 0; i < clients.Count; i++)
        {
            var numbers = clients[i]._numbers;
            var known = numbers.ToHashSet();
            if (known.Count < numbers.Count)
            {
                yield return $"client {i} got {numbers.Count - known.Count} messages twice";
            }
            if (needed.Count(number => !known.Contains(number)) is > 0 and var missing)
            {
                yield return $"client {i} misses {missing} of {needed.Count} messages";
            }
            if (!numbers.SequenceEqual(clients[0]._numbers))
            {
                yield return $"client {i} saw another order than client 0, from its message {numbers.Zip(clients[0]._numbers).TakeWhile(pair => pair.First == pair.Second).Count()} on";
            }
        }
    }
}
