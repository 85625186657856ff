using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Fuzz.Wire;

/// <summary>A client that keeps to the protocol all the while: the others must not disturb it.</summary>
internal sealed class GoodClient(int port)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Echoes that came back right.</summary>
    public int Echoes { get; private set; }

    /// <summary>The longest that one took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Connects, and has events acknowledged one after the other until it is told to stop.</summary>
    /// <exception cref="Exception">The server does not serve it.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(RawConnection.Deadline);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{FuzzServer.JsonPath}?EIO=4&transport=websocket"), deadline.Token);
        await SendAsync(socket, "40", deadline.Token);
        await ReadUntilAsync(socket, "40", deadline.Token);
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(RawConnection.Deadline);
            var number = Echoes.ToString(CultureInfo.InvariantCulture);
            await SendAsync(socket, $"42{number}[\"echo\",\"é\",{number}]", patience.Token);
            await ReadUntilAsync(socket, $"43{number}[\"é\",{number}]", patience.Token);
            var took = Stopwatch.GetElapsedTime(started);
            Slowest = took > Slowest ? took : Slowest;
            Echoes++;
            await Task.Delay(Pause, CancellationToken.None);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(RawConnection.Deadline, CancellationToken.None);
    }

    private static async Task ReadUntilAsync(ClientWebSocket socket, string start, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("a client that did nothing wrong is disconnected");
            }
            var text = Encoding.UTF8.GetString(buffer.AsSpan(0, result.Count));
            if (text == "2")
            {
                await SendAsync(socket, "3", cancellation);
            }
            else if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static Task SendAsync(ClientWebSocket socket, string text, CancellationToken cancellation) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, cancellation);
}
