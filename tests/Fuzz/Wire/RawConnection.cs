using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fuzz.Wire;

/// <summary>A bare TCP connection to the server: what is sent need not be HTTP.</summary>
internal sealed class RawConnection : IDisposable
{
    /// <summary>Whatever is sent, it must be answered or the connection closed within this time.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private const int FirstBuffer = 64 * 1024;

    /// <summary>More than the longest answer, which is a file of the client bundle.</summary>
    private const int LargestBuffer = 4 * 1024 * 1024;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[FirstBuffer];
    private int _length;

    private RawConnection()
    {
    }

    /// <summary>What came and was not consumed yet.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _length);

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Deadline);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends; false if the server has closed the connection.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(Deadline)..];
            }
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits for more bytes; false if the connection has ended, null if nothing came in time.</summary>
    public async Task<bool?> ReadMoreAsync(TimeSpan patience)
    {
        if (_length == _buffer.Length && _length < LargestBuffer)
        {
            Array.Resize(ref _buffer, _length * 2);
        }
        else if (_length == _buffer.Length)
        {
            // Nothing that is waited for is that long; what came last is enough to find it.
            Consume(_length / 2);
        }
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_length), timeout.Token);
            _length += count;
            return count > 0;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Drops bytes that were received.</summary>
    public void Consume(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    /// <summary>Says that nothing more will be sent, and waits for the server to end the connection.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public async Task FinishAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            return;
        }
        while (await ReadMoreAsync(Deadline) is { } more)
        {
            if (!more)
            {
                return;
            }
            Consume(_length);
        }
        throw new TimeoutException("the server does not end a connection whose client has finished");
    }

    /// <summary>Ends the connection by a reset instead of in good order.</summary>
    public void Reset() => _socket.LingerState = new LingerOption(true, 0);

    public void Dispose() => _socket.Dispose();

    /// <summary>What was received, for a report.</summary>
    public override string ToString() => Encoding.Latin1.GetString(Received);
}
