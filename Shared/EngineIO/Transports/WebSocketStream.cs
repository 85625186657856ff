using EngineIO.Packets;

namespace EngineIO.Transports;

/// <summary>
/// The stream under the framework's WebSocket: reads come from the connection, and what the framework writes by itself
/// (pongs, close frames after a protocol error) goes through the one <see cref="FrameWriter"/>.
/// </summary>
internal sealed class WebSocketStream(Stream connection, FrameWriter writer) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var frame = OutboundMessage.RawFrame(buffer.Span);
        if (WebSocketFrame.IsClose(buffer.Span))
        {
            writer.Close(frame, dropQueue: true);
        }
        else if (writer.Send([frame]) == SendResult.Overflow)
        {
            // A client that pings without reading the pongs.
            throw new IOException("The client does not read.");
        }
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
