using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Nothing that a client gets, of whatever kind, has the text of a private message of others in it.</summary>
internal static class LeakCheck
{
    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        foreach (var client in history.Clients)
        {
            foreach (var sighting in client.Sightings)
            {
                var message = history.Messages[sighting.Message];
                if (message.Between is { } between && !between.IsOf(client.Person))
                {
                    violations.Add(new Violation(
                        "private messages only to their two persons",
                        $"client {client.Index} of {client.Person ?? "nobody"} got {message}, in {sighting.Packet}",
                        message.Index, client.Index, sighting.At));
                }
            }
        }
    }
}
