using EngineIO;
using SocketIO.Adapters;

namespace SocketIO.Core;

/// <summary>What a server is made of beside its namespaces and sockets, which know nothing of it.</summary>
/// <param name="Connections">Takes the connections of clients.</param>
/// <param name="CreateOrder">Makes the order of a new namespace over its adapter.</param>
internal sealed record ServerParts(IEngineIOHandler Connections, Func<Namespace, IAdapter, INamespaceOrder> CreateOrder);
