using System.Text.Json;
using System.Text.RegularExpressions;
using SocketIO.Core;

namespace SocketIO;

/// <summary>
/// A rule for namespaces that come into being as clients ask for them, and all the namespaces that it made on this
/// worker. What is done on it is done on each of them.
/// </summary>
public sealed class ParentNamespace : IAdmission, IEventEmitter
{
    private readonly Regex? _pattern;
    private readonly Func<string, JsonElement, ValueTask<bool>>? _predicate;
    private volatile Namespace[] _children = [];

    internal ParentNamespace(SocketIOServer server, Regex pattern)
        : this(server) => _pattern = pattern;

    internal ParentNamespace(SocketIOServer server, Func<string, JsonElement, ValueTask<bool>> predicate)
        : this(server) => _predicate = predicate;

    private ParentNamespace(SocketIOServer server) => Handlers = new NamespaceHandlers(server.Logs.Handlers);

    /// <summary>The namespaces that there are now, on this worker.</summary>
    public IReadOnlyList<Namespace> Children => _children;

    /// <summary>The clients of this worker only.</summary>
    public ParentBroadcastOperator Local => ToAll().Local;

    /// <summary>Events that are dropped for a client that cannot take them at once.</summary>
    public ParentBroadcastOperator Volatile => ToAll().Volatile;

    /// <inheritdoc cref="BroadcastOperator.Compress"/>
    public ParentBroadcastOperator Compress(bool compress) => ToAll().Compress(compress);

    internal NamespaceHandlers Handlers { get; }

    NamespaceHandlers IAdmission.Handlers => Handlers;

    /// <summary>Sends an event to every client of every child.</summary>
    public void Emit(string eventName, ArgumentList arguments) => ToAll().Emit(eventName, arguments);

    /// <inheritdoc cref="ParentBroadcastOperator.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => ToAll().EmitAsync(eventName, arguments);

    /// <summary>The clients that are in at least one of the rooms, in any child; each gets an event once.</summary>
    public ParentBroadcastOperator To(params string[] rooms) => ToAll().To(rooms);

    /// <inheritdoc cref="To"/>
    public ParentBroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>The clients that are in none of the rooms, in any child.</summary>
    public ParentBroadcastOperator Except(params string[] rooms) => ToAll().Except(rooms);

    /// <summary>All clients of all children.</summary>
    public ParentBroadcastOperator ToAll() => new(this, child => child.ToAll());

    internal bool Matches(string name) => _pattern is not null && _pattern.IsMatch(name);

    internal ValueTask<bool> AllowsAsync(string name, JsonElement auth) =>
        _predicate is null ? ValueTask.FromResult(Matches(name)) : _predicate(name, auth);

    // Both are called under the lock of the table.
    internal void Add(Namespace child) => _children = [.. _children, child];

    internal void Remove(Namespace child) => _children = [.. _children.Where(other => other != child)];
}
