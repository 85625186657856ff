namespace SocketIO.Core;

/// <summary>The handlers that an application put on a socket, by event. What changes while they run counts from the next event on.</summary>
internal sealed class EventListeners
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Listener[]> _listeners = new(StringComparer.Ordinal);

    public void Add(string name, Listener listener)
    {
        lock (_lock)
        {
            _listeners[name] = [.. Of(name), listener];
        }
    }

    /// <summary>The events that have a handler.</summary>
    public string[] Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _listeners.Keys];
            }
        }
    }

    /// <summary>The handlers of an event, as they were given.</summary>
    public Delegate[] Originals(string name) => Array.ConvertAll(Snapshot(name), listener => listener.Original);

    public void RemoveAll(string name)
    {
        lock (_lock)
        {
            _listeners.Remove(name);
        }
    }

    /// <summary>Removes a handler; of one that was added several times, the last.</summary>
    public void Remove(string name, Delegate original)
    {
        lock (_lock)
        {
            RemoveAt(name, Array.FindLastIndex(Of(name), listener => listener.Original == original));
        }
    }

    /// <summary>Runs the handlers of an event, one after the other; one that fails does not keep the others from it.</summary>
    public async ValueTask RunAsync(EventContext context, Action<EventContext, Exception> onError)
    {
        foreach (var listener in Snapshot(context.Event))
        {
            if (!listener.Once || TryTake(context.Event, listener))
            {
                try
                {
                    await listener.Run(context).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    onError(context, exception);
                }
            }
        }
    }

    private Listener[] Snapshot(string name)
    {
        lock (_lock)
        {
            return Of(name);
        }
    }

    private bool TryTake(string name, Listener once)
    {
        lock (_lock)
        {
            return RemoveAt(name, Array.FindIndex(Of(name), listener => ReferenceEquals(listener, once)));
        }
    }

    private Listener[] Of(string name) => _listeners.GetValueOrDefault(name, []);

    private bool RemoveAt(string name, int index)
    {
        if (index < 0)
        {
            return false;
        }
        var present = Of(name);
        if (present.Length == 1)
        {
            _listeners.Remove(name);
        }
        else
        {
            _listeners[name] = [.. present[..index], .. present[(index + 1)..]];
        }
        return true;
    }
}
