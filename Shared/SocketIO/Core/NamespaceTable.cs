using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocketIO.Adapters;
using SocketIO.Diagnostics;
using SocketIO.Handlers;

namespace SocketIO.Core;

/// <summary>
/// The namespaces of a server, and the rules by which a client's wish makes new ones. Each counts the clients that are
/// in it or on their way, so that an empty one is not removed under somebody who is about to join.
/// </summary>
internal sealed class NamespaceTable(SocketIOServer server, IAdapterFactory adapters)
{
    private readonly Lock _lock = new();
    // Changed under the lock, read without: handlers of new namespaces run under it, and nobody must wait for them.
    private readonly ConcurrentDictionary<string, Namespace> _namespaces = new(StringComparer.Ordinal);
    private readonly HandlerList<Func<Namespace, ValueTask>> _created = new();
    private volatile ParentNamespace[] _parents = [];

    /// <summary>The namespaces that there are now.</summary>
    public Namespace[] All
    {
        get => [.. _namespaces.Values];
    }

    public void OnCreated(Func<Namespace, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _created.Add(handler);
    }

    public Namespace Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var full = name.StartsWith('/') ? name : "/" + name;
        lock (_lock)
        {
            return _namespaces.GetValueOrDefault(full) ?? Create(full, _parents.FirstOrDefault(parent => parent.Matches(full)));
        }
    }

    /// <summary>A namespace that there is.</summary>
    public Namespace? Find(string name) => _namespaces.GetValueOrDefault(name);

    public ParentNamespace Of(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Add(new ParentNamespace(server, pattern));
    }

    public ParentNamespace Of(Func<string, JsonElement, ValueTask<bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add(new ParentNamespace(server, predicate));
    }

    /// <summary>
    /// Counts a client in, into a namespace that there is or that a rule allows; <see langword="null"/> for neither, and for one
    /// whose <c>OnNewNamespace</c> handler has failed: without what that adds its clients would be there in vain.
    /// <see cref="Exit"/> must follow.
    /// </summary>
    public ValueTask<Namespace?> EnterAsync(string name, JsonElement auth)
    {
        var present = Enter(name, parent: null);
        return present is { IsPrepared: false } ? WhenPreparedAsync(present)
            : present is not null || _parents.Length == 0 ? ValueTask.FromResult(present)
            : EnterChildAsync(name, auth);
    }

    /// <summary>Counts a client out.</summary>
    public void Exit(Namespace left)
    {
        lock (_lock)
        {
            if (--left.Clients > 0 || left.Parent is not { } parent || !MayGo(left))
            {
                return;
            }
            _namespaces.TryRemove(left.Name, out _);
            parent.Remove(left);
            left.RaiseClosed();
            adapters.Release(left);
        }
    }

    /// <summary>Whether the next client may find one that is made anew: not where it would get in past something that the
    /// application has given this one.</summary>
    private bool MayGo(Namespace empty) =>
        !empty.IsConfigured
        && (empty.HasFailed || (server.Options.CleanupEmptyChildNamespaces && !empty.IsKept && !empty.Order.HasUnanswered));

    private async ValueTask<Namespace?> EnterChildAsync(string name, JsonElement auth)
    {
        try
        {
            foreach (var parent in _parents)
            {
                if (await parent.AllowsAsync(name, auth).ConfigureAwait(false))
                {
                    return await WhenPreparedAsync(Enter(name, parent)!).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            Log.NamespaceFailed(server.Logs.Handlers, exception, name);
        }
        return null;
    }

    private async ValueTask<Namespace?> WhenPreparedAsync(Namespace entered)
    {
        if (await entered.Prepared.ConfigureAwait(false))
        {
            return entered;
        }
        // One that a rule made goes with its last client, so that the next one to come has it tried again.
        Exit(entered);
        return null;
    }

    private Namespace? Enter(string name, ParentNamespace? parent)
    {
        lock (_lock)
        {
            var found = _namespaces.GetValueOrDefault(name) ?? (parent is null ? null : Create(name, parent));
            if (found is not null)
            {
                found.Clients++;
            }
            return found;
        }
    }

    /// <summary>
    /// Makes a namespace. Its handlers are told under the lock, so that they have seen it before anybody else; they may
    /// ask for it themselves.
    /// </summary>
    private Namespace Create(string name, ParentNamespace? parent)
    {
        var created = new Namespace(server, name, adapters, parent);
        _namespaces[name] = created;
        parent?.Add(created);
        created.Prepared = PrepareAsync(created);
        return created;
    }

    private async Task<bool> PrepareAsync(Namespace created)
    {
        var isGood = true;
        await Task.WhenAll(Array.ConvertAll(_created.Snapshot, handler => GuardedHandler.RunAsync(() => created.PrepareAsync(handler.Run), exception =>
        {
            Log.NamespaceFailed(server.Logs.Handlers, exception, created.Name);
            Volatile.Write(ref isGood, false);
        }))).ConfigureAwait(false);
        return isGood;
    }

    private ParentNamespace Add(ParentNamespace parent)
    {
        lock (_lock)
        {
            _parents = [.. _parents, parent];
        }
        return parent;
    }
}
