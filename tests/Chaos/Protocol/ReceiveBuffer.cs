using System.Net.Sockets;
using System.Text;

namespace Chaos.Protocol;

/// <summary>What has come from a socket and was not taken yet.</summary>
internal sealed class ReceiveBuffer(Socket socket)
{
    private byte[] _bytes = new byte[2048];
    private int _start;
    private int _end;

    public byte this[int index] => _bytes[_start + index];

    /// <summary>Waits until so many bytes are there.</summary>
    public async ValueTask FillAsync(int count, CancellationToken cancellation)
    {
        while (_end - _start < count)
        {
            MakeRoom(count);
            _end += await ReceiveAsync(cancellation).ConfigureAwait(false);
        }
    }

    public ReadOnlySpan<byte> Peek(int from, int count) => _bytes.AsSpan(_start + from, count);

    /// <summary>Takes what was filled: skips some bytes, and returns those behind, valid until the next fill.</summary>
    public ReadOnlyMemory<byte> Take(int skipped, int count)
    {
        var taken = _bytes.AsMemory(_start + skipped, count);
        _start += skipped + count;
        return taken;
    }

    /// <summary>Takes everything up to the empty line of an HTTP answer.</summary>
    public async ValueTask<string> TakeHeadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = _bytes.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return Encoding.ASCII.GetString(Take(0, end + 4).Span);
            }
            await FillAsync(_end - _start + 1, cancellation).ConfigureAwait(false);
        }
    }

    private void MakeRoom(int count)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
        if (_bytes.Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(count, 2 * _bytes.Length));
        }
    }

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            var count = await socket.ReceiveAsync(_bytes.AsMemory(_end), cancellation).ConfigureAwait(false);
            return count > 0 ? count : throw new IOException("closed by the server");
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new IOException("lost", exception);
        }
    }
}
