namespace SocketIO.Sequencing;

/// <summary>An event for clients.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Whom it is for.</param>
/// <param name="Packet">Its bytes; the log does not look into them.</param>
public sealed record EmitEvent(string Namespace, BroadcastTarget Target, ReadOnlyMemory<byte> Packet) : LogEvent(Namespace), IOperation
{
    /// <summary>Of a durable event in the log: what it says beside its content. Null for one that is not stored.</summary>
    public DurableStamp? Stamp { get; init; }

    /// <inheritdoc/>
    public override int Size => Sizes.Of(Namespace) + Target.Size + Packet.Length + (Stamp?.Size ?? 0);
}
