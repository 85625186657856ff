using EngineIO;

namespace SocketIO.Parsers;

/// <summary>
/// A packet in its wire form: one message, followed by its binary attachments. It is encoded once and shared by
/// all its receivers, here and on the other workers.
/// </summary>
public sealed class EncodedPacket
{
    private readonly OutboundMessage[] _messages;

    /// <summary>Wraps messages that belong together.</summary>
    public EncodedPacket(OutboundMessage[] messages, PacketSlot slot = PacketSlot.None)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Length);
        _messages = messages;
        Slot = slot;
    }

    /// <summary>What has yet to be filled in; a packet with a slot must not be sent to a client.</summary>
    public PacketSlot Slot { get; }

    /// <summary>The packet itself, then its attachments.</summary>
    public ReadOnlySpan<OutboundMessage> Messages => _messages;

    /// <summary>The bytes of all its messages.</summary>
    internal int Size => _messages.Sum(message => message.Size);

    /// <summary>Whether it may be compressed where that is switched on.</summary>
    public bool IsCompressible => _messages[0].IsCompressible;
}
