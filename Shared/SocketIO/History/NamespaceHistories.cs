using System.Collections.Concurrent;
using SocketIO.Packets;

namespace SocketIO.History;

/// <summary>The histories of one namespace, by their names.</summary>
internal sealed class NamespaceHistories
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, NamespaceHistory> _byName = new(StringComparer.Ordinal);

    public NamespaceHistory? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The one of that name, made at first.</summary>
    /// <exception cref="InvalidOperationException">There is one that keeps another event.</exception>
    public NamespaceHistory Use(string @namespace, string eventName, HistoryOptions options, Func<NamespaceHistory> create)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        options.Validate();
        lock (_lock)
        {
            if (_byName.TryGetValue(options.Name, out var present) && present.EventName != eventName)
            {
                throw new InvalidOperationException(
                    $"namespace {@namespace} keeps the event \"{present.EventName}\" in the history \"{options.Name}\" already; give the one for \"{eventName}\" a name of its own (HistoryOptions.Name)");
            }
            return present ?? (_byName[options.Name] = create());
        }
    }
}
