using EventLog.Operations;

namespace EventLog.Events;

/// <summary>An event for clients.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Whom it is for.</param>
/// <param name="Packet">Its bytes; the log does not look into them.</param>
/// <param name="AllWorkers">Every instance gets it, whoever is connected there: the namespace has no sessions.</param>
public sealed record EmitEvent(string Namespace, RoomTarget Target, ReadOnlyMemory<byte> Packet, bool AllWorkers = false)
    : LogEvent(Namespace), IOperation
{
    /// <inheritdoc/>
    public override int Size { get; } = Sizes.Of(Namespace) + Target.Size + Packet.Length;
}
