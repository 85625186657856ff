namespace Interop.Tests.Clients;

/// <summary>A connected client of some kind. Values are JSON; bytes in it are written as <c>Values.Bytes</c> does.</summary>
public interface IInteropClient : IAsyncDisposable
{
    /// <summary>"polling" or "websocket".</summary>
    Task<string?> TransportAsync();

    /// <summary>Emits an event without an acknowledgement.</summary>
    Task EmitAsync(string eventName, params object?[] arguments);

    /// <summary>Emits an event; gives the acknowledgement's arguments, as an array.</summary>
    Task<string> AskAsync(string eventName, params object?[] arguments);

    /// <summary>From now on acknowledges an event of the server.</summary>
    Task RespondAsync(string eventName, params object?[] arguments);

    /// <summary>Forgets what it has received.</summary>
    Task ForgetAsync();

    /// <summary>Waits until it has received so many events of a name; gives their arguments, each an array.</summary>
    Task<string[]> WaitAsync(string eventName, int count = 1);
}
