namespace SocketIO;

/// <summary>Why a middleware refuses a client; the client gets it as <c>connect_error</c>.</summary>
/// <param name="Message">The error's message.</param>
public sealed record ConnectError(string Message)
{
    /// <summary>
    /// More about it, which becomes the error's <c>data</c> on the client: anything that can be an argument of an event, JSON of
    /// the application's own as an <see cref="EventArgument"/>; bytes are base64. Default: <see langword="null"/>, none.
    /// </summary>
    public object? Data { get; init; }
}
