namespace SocketIO.Sequencing;

/// <summary>An event for the instances themselves.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Packet">Its bytes; the log does not look into them.</param>
public sealed record ServerEvent(string Namespace, ReadOnlyMemory<byte> Packet) : LogEvent(Namespace), IOperation
{
    /// <inheritdoc/>
    public override int Size => Sizes.Of(Namespace) + Packet.Length;
}
