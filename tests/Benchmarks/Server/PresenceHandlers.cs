using System.Diagnostics;
using SocketIO;

namespace Benchmarks.Server;

/// <summary>Answers <c>presence</c> with the number of persons by state, how often one went away, and when that was last, by the machine's clock. Each session is a person.</summary>
internal sealed class PresenceHandlers
{
    private readonly NamespacePresence _presence;
    private int _wentAway;
    private long _awayAt;

    private PresenceHandlers(SocketIOServer io)
    {
        _presence = io.Main.UsePresence(_ => null);
        _presence.OnChange(change =>
        {
            if (change.Now == PresenceState.Away)
            {
                Interlocked.Exchange(ref _awayAt, Stopwatch.GetTimestamp());
                Interlocked.Increment(ref _wentAway);
            }
        });
    }

    public static void AddTo(SocketIOServer io)
    {
        var handlers = new PresenceHandlers(io);
        io.OnConnection(socket => socket.On("presence", context => context.Ack(handlers.Count())));
    }

    private object Count()
    {
        var persons = _presence.Persons;
        var online = persons.Count(person => person.State == PresenceState.Online);
        return new { online, away = persons.Count - online, wentAway = Volatile.Read(ref _wentAway), awayAt = Interlocked.Read(ref _awayAt) };
    }
}
