using System.Collections.Concurrent;

namespace SocketIO.Sockets;

/// <summary>The handlers that an application put on a socket, by event.</summary>
internal sealed class SocketListeners
{
    private readonly ConcurrentDictionary<string, Func<EventContext, ValueTask>[]> _handlers = new(StringComparer.Ordinal);

    public void Add(string name, Func<EventContext, ValueTask> handler) =>
        _handlers.AddOrUpdate(name, _ => [handler], (_, present) => [.. present, handler]);

    public void RemoveAll(string name) => _handlers.TryRemove(name, out _);

    public async ValueTask RunAsync(EventContext context)
    {
        if (!_handlers.TryGetValue(context.Event, out var handlers))
        {
            return;
        }
        foreach (var handler in handlers)
        {
            await handler(context).ConfigureAwait(false);
        }
    }
}
