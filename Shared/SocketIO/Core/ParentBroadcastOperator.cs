namespace SocketIO;

/// <summary>
/// A set of sockets in all children of a parent namespace, and how to send to them; immutable. They cannot be fetched:
/// other workers may have other children.
/// </summary>
public sealed class ParentBroadcastOperator : IEventEmitter
{
    private readonly ParentNamespace _parent;
    private readonly Func<Namespace, BroadcastOperator> _select;

    internal ParentBroadcastOperator(ParentNamespace parent, Func<Namespace, BroadcastOperator> select)
    {
        _parent = parent;
        _select = select;
    }

    /// <inheritdoc cref="BroadcastOperator.Local"/>
    public ParentBroadcastOperator Local => new(_parent, child => _select(child).Local);

    /// <inheritdoc cref="BroadcastOperator.Volatile"/>
    public ParentBroadcastOperator Volatile => new(_parent, child => _select(child).Volatile);

    /// <inheritdoc cref="BroadcastOperator.Compress"/>
    public ParentBroadcastOperator Compress(bool compress) => new(_parent, child => _select(child).Compress(compress));

    /// <inheritdoc cref="BroadcastOperator.To"/>
    public ParentBroadcastOperator To(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        return new(_parent, child => _select(child).To(rooms));
    }

    /// <inheritdoc cref="BroadcastOperator.To"/>
    public ParentBroadcastOperator In(params string[] rooms) => To(rooms);

    /// <inheritdoc cref="BroadcastOperator.Except"/>
    public ParentBroadcastOperator Except(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        return new(_parent, child => _select(child).Except(rooms));
    }

    /// <summary>Sends an event.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void Emit(string eventName, ArgumentList arguments)
    {
        // Also while there is no child: a mistake is to be seen at once.
        Packets.ReservedEvents.ThrowIfReserved(eventName);
        ForEach(all => all.Emit(eventName, arguments));
    }

    /// <inheritdoc cref="BroadcastOperator.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments)
    {
        Packets.ReservedEvents.ThrowIfReserved(eventName);
        return Task.WhenAll([.. _parent.Children.Select(child => _select(child).EmitAsync(eventName, arguments))]);
    }

    /// <inheritdoc cref="BroadcastOperator.SocketsJoin"/>
    public void SocketsJoin(params string[] rooms) => ForEach(all => all.SocketsJoin(rooms));

    /// <inheritdoc cref="BroadcastOperator.SocketsLeave"/>
    public void SocketsLeave(params string[] rooms) => ForEach(all => all.SocketsLeave(rooms));

    /// <inheritdoc cref="BroadcastOperator.DisconnectSockets"/>
    public void DisconnectSockets(bool close = false) => ForEach(all => all.DisconnectSockets(close));

    private void ForEach(Action<BroadcastOperator> action)
    {
        foreach (var child in _parent.Children)
        {
            action(_select(child));
        }
    }
}
