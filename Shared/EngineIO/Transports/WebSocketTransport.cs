using System.Net.WebSockets;
using EngineIO.Packets;

namespace EngineIO.Transports;

/// <summary>A session's WebSocket: ready-made frames out, whole messages in.</summary>
internal sealed class WebSocketTransport : ITransport, IDisposable
{
    private readonly FrameWriter _writer;
    private readonly Lock _abortGate = new();
    private Action? _abort;

    public WebSocketTransport(Stream connection, Action abort, EngineIOOptions options, FrameForm form)
    {
        _abort = abort;
        _writer = new FrameWriter(connection, options.MaxSendQueueBytes, form);
        var socket = WebSocket.CreateFromStream(
            new WebSocketStream(connection, _writer),
            new WebSocketCreationOptions
            {
                IsServer = true,
                KeepAliveInterval = Timeout.InfiniteTimeSpan,
                DangerousDeflateOptions = form.Deflates ? Deflate() : null,
            });
        Reader = new MessageReader(socket, options.MaxHttpBufferSize);
    }

    public EngineTransports Kind => EngineTransports.WebSocket;

    public MessageReader Reader { get; }

    public FrameWriter Writer => _writer;

    public bool IsWritable => _writer.IsWritable;

    public bool IsDrained => _writer.IsDrained;

    public long QueuedBytes => _writer.QueuedBytes;

    public SendResult Send(ReadOnlySpan<OutboundMessage> group) => _writer.Send(group);

    public void Close(CloseMode mode)
    {
        switch (mode)
        {
            case CloseMode.Abort:
                _writer.Abandon();
                lock (_abortGate)
                {
                    _abort?.Invoke();
                }
                break;
            case CloseMode.TooBig:
                _writer.Close(WebSocketFrame.CloseTooBig, dropQueue: true);
                break;
            default:
                _writer.Close(WebSocketFrame.Close, dropQueue: mode != CloseMode.Flush);
                break;
        }
    }

    /// <summary>Answers the client's close frame.</summary>
    public void AnswerEnd(ReadOutcome outcome)
    {
        if (outcome == ReadOutcome.Lost)
        {
            _writer.Abandon();
        }
        else
        {
            var status = Reader.CloseStatus;
            _writer.Close(status is { } code ? WebSocketFrame.CloseWith(code) : WebSocketFrame.Close, dropQueue: true);
        }
    }

    /// <summary>The request is over: from now on it must not be touched.</summary>
    public void Dispose()
    {
        lock (_abortGate)
        {
            _abort = null;
        }
        Reader.Dispose();
    }

    // Used for what is read; what is written goes out as finished frames.
    private static WebSocketDeflateOptions Deflate() => new() { ClientContextTakeover = false, ServerContextTakeover = false };
}
