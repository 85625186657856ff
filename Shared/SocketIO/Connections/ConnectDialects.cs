using EngineIO;

namespace SocketIO.Connections;

/// <summary>Chooses the dialect of a client by its version of the protocol below.</summary>
internal static class ConnectDialects
{
    private static readonly ConnectDialectV5 Current = new();
    private static readonly ConnectDialectV4 Former = new();

    public static IConnectDialect Of(EngineSocket connection) => connection.Protocol == 3 ? Former : Current;
}
