using EngineIO;

namespace SocketIO.Connections;

/// <summary>Takes the connections of a server's clients, and ends those that get nowhere.</summary>
internal sealed class ConnectionDesk : IEngineIOHandler, IDisposable
{
    private readonly SocketIOServer _server;

    public ConnectionDesk(SocketIOServer server)
    {
        _server = server;
        ConnectDeadlines = new Deadlines(server.Options.ConnectTimeout, server.Time, connection => connection.EndIfUnjoined());
        AttachmentDeadlines = new Deadlines(server.Options.Limits.AttachmentTimeout, server.Time, connection => connection.EndIfIncomplete());
    }

    /// <summary>By when a connection must have joined something.</summary>
    public Deadlines ConnectDeadlines { get; }

    /// <summary>By when a packet must be complete.</summary>
    public Deadlines AttachmentDeadlines { get; }

    public IEngineSocketHandler OnOpen(EngineSocket socket)
    {
        var connection = new ClientConnection(_server, this, socket);
        connection.Begin();
        return connection;
    }

    public void Dispose()
    {
        ConnectDeadlines.Dispose();
        AttachmentDeadlines.Dispose();
    }
}
