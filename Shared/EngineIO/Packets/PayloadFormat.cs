namespace EngineIO.Packets;

/// <summary>How one session's payloads are encoded: fixed by the request that opened it.</summary>
internal sealed class PayloadFormat
{
    private const string BinaryType = "application/octet-stream";

    private static readonly PayloadFormat V4 = new(PayloadCodecV4.Instance, forBinary: null);
    private static readonly PayloadFormat V3 = new(PayloadCodecV3Text.Instance, PayloadCodecV3Binary.Instance);

    private readonly IPayloadCodec _text;
    private readonly IPayloadCodec? _forBinary;
    private readonly bool _sendsBinary;

    private PayloadFormat(IPayloadCodec text, IPayloadCodec? forBinary, bool sendsBinary = true)
    {
        _text = text;
        _forBinary = forBinary;
        _sendsBinary = sendsBinary && forBinary is not null;
    }

    private static PayloadFormat V3Base64 { get; } =
        new(PayloadCodecV3Text.Instance, PayloadCodecV3Binary.Instance, sendsBinary: false);

    /// <summary>The format of a protocol version; <paramref name="base64"/> if the client cannot take binary payloads.</summary>
    public static PayloadFormat Of(int protocol, bool base64) => protocol == 4 ? V4 : base64 ? V3Base64 : V3;

    /// <summary>How a request of this content type is read; null if it cannot hold a payload.</summary>
    public IPayloadCodec? ForRequest(string? contentType) =>
        contentType is not null && contentType.StartsWith(BinaryType, StringComparison.OrdinalIgnoreCase) ? _forBinary : _text;

    /// <summary>How these packets are written.</summary>
    public IPayloadCodec ForResponse(ReadOnlySpan<OutboundMessage> packets)
    {
        if (_sendsBinary)
        {
            foreach (var packet in packets)
            {
                if (packet.IsBinary)
                {
                    return _forBinary!;
                }
            }
        }
        return _text;
    }
}
