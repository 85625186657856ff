using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EngineIO;
using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Holds each connection and each person to the rate of messages: a connection that comes as one person after the other has the rate of
/// one, and so has a person with many connections to this worker.
/// </summary>
internal sealed class MessagePaces(MessageRate rate, TimeProvider time)
{
    private const int FewPersons = 1_000;

    private readonly ConditionalWeakTable<EngineSocket, MessagePace> _connections = [];
    private readonly ConcurrentDictionary<string, MessagePace> _persons = new(StringComparer.Ordinal);
    private int _sweepAt = FewPersons;

    /// <summary>The pace of a client.</summary>
    public ClientPace Of(Socket socket)
    {
        var person = socket.UserId!;
        // Of the connection too, for one that leaves and joins again.
        return new ClientPace(
            _connections.GetValue(socket.Connection, _ => Create()), PersonId.HasSecret(socket.Handshake.Auth) ? () => OfPerson(person) : null);
    }

    private MessagePace OfPerson(string person)
    {
        if (_persons.TryGetValue(person, out var known))
        {
            return known;
        }
        if (_persons.Count >= Volatile.Read(ref _sweepAt))
        {
            Sweep();
        }
        return _persons.GetOrAdd(person, _ => Create());
    }

    // One who has waited for all that was written begins anew as well as goes on.
    private void Sweep()
    {
        foreach (var (person, pace) in _persons)
        {
            if (pace.IsPaid)
            {
                _persons.TryRemove(person, out _);
            }
        }
        Volatile.Write(ref _sweepAt, Math.Max(FewPersons, 2 * _persons.Count));
    }

    private MessagePace Create() => new(rate, time);
}
