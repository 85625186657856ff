using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;

namespace SocketIO.Core;

/// <summary>The middlewares and connection handlers of a namespace; those of its parent, if it has one, run first.</summary>
/// <param name="logger">Told of what fails.</param>
/// <param name="parent">Those that run first.</param>
/// <param name="added">Told of each that is added.</param>
internal sealed class NamespaceHandlers(ILogger logger, NamespaceHandlers? parent = null, Action? added = null)
{
    private readonly HandlerList<Func<Socket, ValueTask<ConnectError?>>> _middlewares = new();
    private readonly HandlerList<Func<Socket, ValueTask>> _connections = new();

    public void Use(Func<Socket, ValueTask<ConnectError?>> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        added?.Invoke();
        _middlewares.Add(middleware);
    }

    public void OnConnection(Func<Socket, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        added?.Invoke();
        _connections.Add(handler);
    }

    public async ValueTask<ConnectError?> RunMiddlewaresAsync(Socket socket)
    {
        try
        {
            return await RunUntilRefusedAsync(socket).ConfigureAwait(false);
        }
        catch (Exception exception) when (socket.IsGone && exception is SocketDisconnectedException or OperationCanceledException)
        {
            // The client went away while the middleware waited for it: no fault of the middleware, and nobody reads the answer.
            Log.HandlerAbandoned(logger, "middleware", socket.Id, exception.Message);
            return new ConnectError("Disconnected");
        }
        catch (Exception exception)
        {
            Log.MiddlewareFailed(logger, exception, socket.Namespace.Name);
            return new ConnectError("Internal server error");
        }
    }

    public async ValueTask RunConnectionAsync(Socket socket)
    {
        if (parent is not null)
        {
            await parent.RunConnectionAsync(socket).ConfigureAwait(false);
        }
        foreach (var handler in _connections.Snapshot)
        {
            await handler.Run(socket).ConfigureAwait(false);
        }
    }

    private async ValueTask<ConnectError?> RunUntilRefusedAsync(Socket socket)
    {
        if (parent is not null && await parent.RunUntilRefusedAsync(socket).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }
        foreach (var middleware in _middlewares.Snapshot)
        {
            if (await middleware.Run(socket).ConfigureAwait(false) is { } error)
            {
                return error;
            }
        }
        return null;
    }
}
