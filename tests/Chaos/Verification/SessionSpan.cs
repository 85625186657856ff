using Chaos.Record;

namespace Chaos.Verification;

/// <summary>How far one session of a client saw the log.</summary>
/// <param name="LastNumber">The last number that it got; what is above was perhaps still to come when it ended.</param>
/// <param name="Ended">Whether another session of the client followed it.</param>
internal readonly record struct SessionSpan(long LastNumber, bool Ended)
{
    public static SessionSpan[] Of(ClientRecord client, MessageTable table)
    {
        if (client.Connections.Count == 0)
        {
            return [];
        }
        var last = new long[client.Connections[^1].Session + 1];
        foreach (var delivery in client.Deliveries)
        {
            ref var number = ref last[client.Connections[delivery.Connection].Session];
            number = Math.Max(number, table.NumberOf(delivery.Message));
        }
        return [.. last.Select((number, session) => new SessionSpan(number, session < last.Length - 1))];
    }

    /// <summary>Whether the session lived long enough for the event to reach it for certain.</summary>
    public bool HasCertainlySeen(long number) => !Ended || number != 0 && number < LastNumber;
}
