using System.IO.Compression;
using System.Text;
using EngineIO.Packets;

namespace EngineIO;

/// <summary>
/// A message to send, encoded once and shared by reference between all its receivers. Immutable. It holds the finished
/// WebSocket frame; the form for polling is derived on first use.
/// </summary>
public sealed class OutboundMessage
{
    /// <summary>The bytes to leave free at the start of a buffer for <see cref="FromPrefixedText"/>.</summary>
    public const int Prefix = WebSocketFrame.MaxHeader + 1;

    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly int _body;
    private readonly int _end;
    private DerivedForms? _derived;

    private OutboundMessage(byte[] buffer, int start, int body, int end, bool isBinary, bool isCompressible)
    {
        _buffer = buffer;
        _start = start;
        _body = body;
        _end = end;
        IsBinary = isBinary;
        IsCompressible = isCompressible;
    }

    /// <summary>Whether the message is binary rather than text.</summary>
    public bool IsBinary { get; }

    /// <summary>Whether the message may be compressed where that is switched on.</summary>
    public bool IsCompressible { get; }

    /// <summary>The message as the application gave it, without packet type and frame header.</summary>
    public ReadOnlyMemory<byte> Payload
    {
        get
        {
            var first = IsBinary ? _body : _body + 1;
            return _buffer.AsMemory(first, _end - first);
        }
    }

    /// <summary>The size of the WebSocket frame in bytes, by which queues are bounded.</summary>
    public int Size => _end - _start;

    /// <summary>The type of the packet.</summary>
    internal PacketType Type => IsBinary ? PacketType.Message : (PacketType)_buffer[_body];

    /// <summary>The finished WebSocket frame.</summary>
    internal ReadOnlyMemory<byte> Frame => _buffer.AsMemory(_start, _end - _start);

    /// <summary>The packet as it stands in a polling payload.</summary>
    internal ReadOnlyMemory<byte> PollingForm => IsBinary ? Derive().Base64(Body.Span) : Body;

    /// <summary>The packet as it stands in a textual polling payload of protocol version 3.</summary>
    internal ReadOnlyMemory<byte> PollingFormV3 => IsBinary ? Derive().Base64V3(Body.Span) : Body;

    /// <summary>The WebSocket frame of a binary message in protocol version 3.</summary>
    internal ReadOnlyMemory<byte> TypedFrame => Derive().TypedFrame(Body.Span);

    /// <summary>The WebSocket frame of a binary message for a client that takes only text.</summary>
    internal ReadOnlyMemory<byte> Base64Frame => Derive().Base64Frame(Body.Span);

    /// <summary>The same in protocol version 3.</summary>
    internal ReadOnlyMemory<byte> Base64FrameV3 => Derive().Base64FrameV3(Body.Span);

    /// <summary>The compressed WebSocket frame, or the plain one if that is smaller.</summary>
    internal ReadOnlyMemory<byte> DeflatedFrame(CompressionLevel level) =>
        BodyLength > 0 && Derive().DeflatedFrame(Body, IsBinary, level) is { Length: > 0 } deflated ? deflated : Frame;

    /// <summary>The length of the packet without the frame's header.</summary>
    internal int BodyLength => _end - _body;

    private ReadOnlyMemory<byte> Body => _buffer.AsMemory(_body, _end - _body);

    /// <summary>Makes a text message without copying: the buffer belongs to the message from now on.</summary>
    /// <param name="buffer">The UTF-8 text, preceded by <see cref="Prefix"/> free bytes.</param>
    /// <param name="length">The length of the text in bytes.</param>
    /// <param name="isCompressible">Whether the message may be compressed where that is switched on.</param>
    public static OutboundMessage FromPrefixedText(byte[] buffer, int length, bool isCompressible = true)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, buffer.Length - Prefix);
        return Finish(buffer, PacketType.Message, length, isCompressible);
    }

    /// <summary>Makes a text message of UTF-8 bytes.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="isCompressible">Whether the message may be compressed where that is switched on.</param>
    public static OutboundMessage Text(ReadOnlySpan<byte> utf8, bool isCompressible = true) =>
        Packet(PacketType.Message, utf8, isCompressible);

    /// <summary>Makes a text message.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCompressible">Whether the message may be compressed where that is switched on.</param>
    public static OutboundMessage Text(string text, bool isCompressible = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Encoding.UTF8.GetByteCount(text);
        var buffer = new byte[Prefix + length];
        Encoding.UTF8.GetBytes(text, buffer.AsSpan(Prefix));
        return Finish(buffer, PacketType.Message, length, isCompressible);
    }

    /// <summary>Makes a binary message.</summary>
    /// <param name="data">The data.</param>
    /// <param name="isCompressible">Whether the message may be compressed where that is switched on.</param>
    public static OutboundMessage Binary(ReadOnlySpan<byte> data, bool isCompressible = true)
    {
        const int body = WebSocketFrame.MaxHeader;
        var buffer = new byte[body + data.Length];
        data.CopyTo(buffer.AsSpan(body));
        var start = WebSocketFrame.WriteHeaderBefore(buffer, body, WebSocketFrame.Binary, data.Length);
        return new OutboundMessage(buffer, start, body, buffer.Length, isBinary: true, isCompressible);
    }

    /// <summary>A textual packet of any type.</summary>
    internal static OutboundMessage Packet(PacketType type, ReadOnlySpan<byte> data, bool isCompressible = false)
    {
        var buffer = new byte[Prefix + data.Length];
        data.CopyTo(buffer.AsSpan(Prefix));
        return Finish(buffer, type, data.Length, isCompressible);
    }

    /// <summary>A finished WebSocket frame that is no Engine.IO packet: pong or close.</summary>
    internal static OutboundMessage RawFrame(ReadOnlySpan<byte> frame) =>
        new(frame.ToArray(), 0, frame.Length, frame.Length, isBinary: false, isCompressible: false);

    private static OutboundMessage Finish(byte[] buffer, PacketType type, int length, bool isCompressible)
    {
        const int body = Prefix - 1;
        buffer[body] = (byte)type;
        var start = WebSocketFrame.WriteHeaderBefore(buffer, body, WebSocketFrame.Text, length + 1);
        return new OutboundMessage(buffer, start, body, Prefix + length, isBinary: false, isCompressible);
    }

    private DerivedForms Derive()
    {
        if (Volatile.Read(ref _derived) is { } known)
        {
            return known;
        }
        var made = new DerivedForms();
        return Interlocked.CompareExchange(ref _derived, made, null) ?? made;
    }
}
