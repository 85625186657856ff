namespace SocketIO.Namespaces;

/// <summary>Why a middleware refuses a client; the client gets it as <c>connect_error</c>.</summary>
/// <param name="Message">The error's message.</param>
public sealed record ConnectError(string Message)
{
    /// <summary>More about it, as JSON: the error's <c>data</c> on the client. Empty for none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
