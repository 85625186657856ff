namespace EngineIO.Transports;

/// <summary>Which frame of a message a connection is sent.</summary>
internal sealed class FrameForm
{
    /// <summary>Protocol version 4: the frame that every message has ready.</summary>
    public static readonly FrameForm Plain = new(BinaryForm.Plain);

    private static readonly FrameForm Typed = new(BinaryForm.Typed);
    private static readonly FrameForm Base64 = new(BinaryForm.Base64);

    private readonly BinaryForm _binary;

    private FrameForm(BinaryForm binary) => _binary = binary;

    private enum BinaryForm
    {
        Plain,
        Typed,
        Base64,
    }

    /// <summary>The form of a protocol version; <paramref name="base64"/> if the client takes no binary frames.</summary>
    public static FrameForm Of(int protocol, bool base64) => protocol == 4 ? Plain : base64 ? Base64 : Typed;

    public ReadOnlyMemory<byte> Select(OutboundMessage message) =>
        !message.IsBinary || _binary == BinaryForm.Plain ? message.Frame
        : _binary == BinaryForm.Typed ? message.TypedFrame : message.Base64Frame;
}
