using System.Net;
using Microsoft.AspNetCore.Connections;

namespace EngineIO.Limits;

/// <summary>Takes a connection when there is room for one.</summary>
/// <param name="listener">What listens.</param>
/// <param name="room">The room that is left.</param>
internal sealed class BoundedListener(IConnectionListener listener, SemaphoreSlim room) : IConnectionListener
{
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await room.WaitAsync(_unbound.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing more is to be taken: as the listener itself says it.
            return null;
        }
        ConnectionContext? connection = null;
        try
        {
            connection = await listener.AcceptAsync(cancellationToken);
        }
        finally
        {
            if (connection is null)
            {
                room.Release();
            }
        }
        connection?.ConnectionClosed.UnsafeRegister(static room => ((SemaphoreSlim)room!).Release(), room);
        return connection;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await listener.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        _unbound.Dispose();
    }
}
