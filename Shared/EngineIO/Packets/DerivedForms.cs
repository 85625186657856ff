using System.IO.Compression;
using Base64Codec = System.Buffers.Text.Base64;

namespace EngineIO.Packets;

/// <summary>The forms of a message that only some of its receivers need, each made on first use and shared from then on.</summary>
internal sealed class DerivedForms
{
    private const int FlushMark = 4;

    private byte[]? _base64;
    private byte[]? _base64V3;
    private byte[]? _typedFrame;
    private byte[]? _base64Frame;
    private byte[]? _base64FrameV3;
    private byte[]? _deflatedFrame;

    /// <summary>A binary message in a textual payload.</summary>
    public byte[] Base64(ReadOnlySpan<byte> data) =>
        Volatile.Read(ref _base64) ?? Keep(ref _base64, Encode("b"u8, data));

    /// <summary>The same in protocol version 3.</summary>
    public byte[] Base64V3(ReadOnlySpan<byte> data) =>
        Volatile.Read(ref _base64V3) ?? Keep(ref _base64V3, Encode("b4"u8, data));

    /// <summary>The frame of a binary message in protocol version 3: the packet type stands before the data.</summary>
    public byte[] TypedFrame(ReadOnlySpan<byte> data) => Volatile.Read(ref _typedFrame) ??
        Keep(ref _typedFrame, WebSocketFrame.Create(WebSocketFrame.Binary, [EnginePacket.BinaryMessageV3], data));

    /// <summary>The frame of a binary message for a client that takes no binary frames.</summary>
    public byte[] Base64Frame(ReadOnlySpan<byte> data) => Volatile.Read(ref _base64Frame) ??
        Keep(ref _base64Frame, WebSocketFrame.Create(WebSocketFrame.Text, [], Base64(data)));

    /// <summary>The same in protocol version 3.</summary>
    public byte[] Base64FrameV3(ReadOnlySpan<byte> data) => Volatile.Read(ref _base64FrameV3) ??
        Keep(ref _base64FrameV3, WebSocketFrame.Create(WebSocketFrame.Text, [], Base64V3(data)));

    /// <summary>The frame of a message compressed, or an empty array if that makes it no smaller.</summary>
    public byte[] DeflatedFrame(ReadOnlyMemory<byte> body, bool isBinary, CompressionLevel level)
    {
        if (Volatile.Read(ref _deflatedFrame) is { } known)
        {
            return known;
        }
        var deflated = Deflate(body.Span, level);
        var opcode = isBinary ? WebSocketFrame.Binary : WebSocketFrame.Text;
        return Keep(
            ref _deflatedFrame,
            deflated.Length < body.Length ? WebSocketFrame.Create((byte)(WebSocketFrame.Compressed | opcode), [], deflated) : []);
    }

    // RFC 7692, section 7.2.1: flushed to a byte boundary, without the four bytes that such a flush ends with.
    private static ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var output = new MemoryStream(data.Length / 2);
        using var compressor = new DeflateStream(output, level, leaveOpen: true);
        compressor.Write(data);
        compressor.Flush();
        return output.GetBuffer().AsSpan(0, (int)output.Length - FlushMark);
    }

    private static byte[] Encode(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> data)
    {
        var form = new byte[prefix.Length + Base64Codec.GetMaxEncodedToUtf8Length(data.Length)];
        prefix.CopyTo(form);
        Base64Codec.EncodeToUtf8(data, form.AsSpan(prefix.Length), out _, out _);
        return form;
    }

    private static byte[] Keep(ref byte[]? field, byte[] made) => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
