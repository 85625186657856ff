using System.Net.WebSockets;
using System.Text;

namespace Browser.Tests.Support;

/// <summary>Many persons who are only there.</summary>
public sealed class Crowd : IDisposable
{
    private readonly List<ClientWebSocket> _sockets = [];

    /// <summary>So many join the chat at a port.</summary>
    public static async Task<Crowd> JoinAsync(int port, int persons)
    {
        var crowd = new Crowd();
        for (var i = 0; i < persons; i++)
        {
            var socket = new ClientWebSocket();
            crowd._sockets.Add(socket);
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"), CancellationToken.None).Within();
            await socket.SendAsync(Encoding.UTF8.GetBytes($$"""40{"secret":"one of a crowd: {{i}}"}"""), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        return crowd;
    }

    /// <summary>All vanish at once, without a word.</summary>
    public void Vanish() => _sockets.ForEach(socket => socket.Abort());

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
}
