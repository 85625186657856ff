using System.Collections.Concurrent;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using Microsoft.Extensions.Logging;
using SocketIO;
using SocketIO.Adapters;

namespace ClusterAdapter.Adapter;

/// <summary>Makes the adapter of each namespace, and finds it again for what comes from other workers.</summary>
internal sealed class ClusterAdapterFactory(Publisher publisher, ClusterRequests requests, Receipts receipts, ILogger<ClusterAdapterFactory> logger) : IAdapterFactory
{
    private readonly ConcurrentDictionary<string, ClusterNamespaceAdapter> _adapters = new(StringComparer.Ordinal);

    public IAdapter Create(Namespace @namespace)
    {
        var adapter = new ClusterNamespaceAdapter(@namespace, publisher, requests, receipts, logger);
        _adapters[@namespace.Name] = adapter;
        return adapter;
    }

    public void Release(Namespace @namespace) => _adapters.TryRemove(@namespace.Name, out _);

    public ClusterNamespaceAdapter? Find(string name) => _adapters.GetValueOrDefault(name);
}
