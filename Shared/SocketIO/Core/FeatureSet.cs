using System.Collections.Concurrent;

namespace SocketIO.Core;

/// <summary>
/// What the folders above keep with a server or a namespace, one of each type: connections, recovery, presence, histories. What a server's
/// set has to dispose of is disposed of with the server; a namespace's has nothing.
/// </summary>
internal sealed class FeatureSet : IDisposable
{
    private readonly ConcurrentDictionary<Type, object> _features = new();
    private readonly Lock _lock = new();

    public T? Find<T>()
        where T : class => (T?)_features.GetValueOrDefault(typeof(T));

    public void Set<T>(T feature)
        where T : class => _features[typeof(T)] = feature;

    /// <summary>The one that there is, or else a new one; it is made once.</summary>
    public T GetOrAdd<T>(Func<T> create)
        where T : class
    {
        lock (_lock)
        {
            if (Find<T>() is not { } feature)
            {
                Set(feature = create());
            }
            return feature;
        }
    }

    public void Dispose()
    {
        foreach (var feature in _features.Values.OfType<IDisposable>())
        {
            feature.Dispose();
        }
    }
}
