using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace EngineIO.Transports;

/// <summary>Reads whole WebSocket messages. While none has begun no buffer is held.</summary>
internal sealed class MessageReader(WebSocket socket, int maxMessageBytes) : IDisposable
{
    private const int FirstBuffer = 4096;

    private byte[]? _buffer;
    private int _length;

    /// <summary>The message read last, until <see cref="Release"/>.</summary>
    public Memory<byte> Message => _buffer.AsMemory(0, _length);

    /// <summary>Whether the message read last came in binary frames.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>The status in the client's close frame, if it had one.</summary>
    public int? CloseStatus => socket.CloseStatus is { } status and not WebSocketCloseStatus.Empty ? (int)status : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOutcome> ReadAsync()
    {
        try
        {
            var result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage)
            {
                if (_length > maxMessageBytes)
                {
                    return ReadOutcome.TooBig;
                }
                Grow();
                result = await socket.ReceiveAsync(_buffer.AsMemory(_length), CancellationToken.None);
                _length += result.Count;
            }
            IsBinary = result.MessageType == WebSocketMessageType.Binary;
            return result.MessageType == WebSocketMessageType.Close ? ReadOutcome.Closed
                : _length > maxMessageBytes ? ReadOutcome.TooBig : ReadOutcome.Message;
        }
        catch (WebSocketException exception)
        {
            return exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely
                ? ReadOutcome.Lost : ReadOutcome.ProtocolError;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return ReadOutcome.Lost;
        }
    }

    /// <summary>Gives back the buffer of the message read last.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
        _length = 0;
    }

    public void Dispose()
    {
        Release();
        socket.Dispose();
    }

    private void Grow()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        }
        else if (_length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_length * 2L, maxMessageBytes + 1L));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}

/// <summary>What a read of the WebSocket ended in.</summary>
internal enum ReadOutcome
{
    Message,

    /// <summary>The client sent a close frame.</summary>
    Closed,

    /// <summary>The connection ended without a close frame.</summary>
    Lost,

    /// <summary>The message exceeds the limit; the rest of it is still to be read.</summary>
    TooBig,

    /// <summary>The client broke the rules of the WebSocket protocol.</summary>
    ProtocolError,
}
