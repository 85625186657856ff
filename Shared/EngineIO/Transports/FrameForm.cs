namespace EngineIO.Transports;

/// <summary>Which frame of a message a connection is sent.</summary>
internal sealed class FrameForm
{
    /// <summary>Protocol version 4: the frame that every message has ready.</summary>
    public static readonly FrameForm Plain = new(BinaryForm.Plain, null);

    private readonly BinaryForm _binary;
    private readonly EngineCompressionOptions? _deflate;

    private FrameForm(BinaryForm binary, EngineCompressionOptions? deflate)
    {
        _binary = binary;
        _deflate = deflate;
    }

    private enum BinaryForm
    {
        Plain,
        Typed,
        Base64V3,
        Base64,
    }

    /// <summary>Whether permessage-deflate was negotiated.</summary>
    public bool Deflates => _deflate is not null;

    /// <summary>The form for a connection.</summary>
    /// <param name="protocol">The protocol version.</param>
    /// <param name="base64">Whether the client takes no binary frames.</param>
    /// <param name="deflate">How to compress, or null if that was not negotiated.</param>
    public static FrameForm Of(int protocol, bool base64, EngineCompressionOptions? deflate)
    {
        var binary = (protocol, base64) switch
        {
            (4, false) => BinaryForm.Plain,
            (4, true) => BinaryForm.Base64,
            (_, true) => BinaryForm.Base64V3,
            _ => BinaryForm.Typed,
        };
        return binary == BinaryForm.Plain && deflate is null ? Plain : new FrameForm(binary, deflate);
    }

    public ReadOnlyMemory<byte> Select(OutboundMessage message)
    {
        if (message.IsBinary && _binary != BinaryForm.Plain)
        {
            return _binary switch
            {
                BinaryForm.Typed => message.TypedFrame,
                BinaryForm.Base64V3 => message.Base64FrameV3,
                _ => message.Base64Frame,
            };
        }
        return _deflate is { } deflate && message.IsCompressible && message.BodyLength >= deflate.Threshold
            ? message.DeflatedFrame(deflate.Level) : message.Frame;
    }
}
