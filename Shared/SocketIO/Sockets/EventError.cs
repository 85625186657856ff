namespace SocketIO;

/// <summary>
/// Why an event is not handled: a middleware of its socket refused it, or the client sent what is no packet. The
/// error handlers of the socket get it.
/// </summary>
/// <param name="Message">The error's message.</param>
public sealed record EventError(string Message)
{
    /// <summary>The event that was refused; <see langword="null"/> when there was none.</summary>
    public string? Event { get; init; }

    /// <summary>More about it, for the application's own use.</summary>
    public object? Data { get; init; }
}
