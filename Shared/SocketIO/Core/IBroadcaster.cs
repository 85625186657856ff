namespace SocketIO;

/// <summary>
/// Whose clients can be sent to: a namespace, or a server, which stands for its namespace <c>/</c>. What narrows them down, and what is
/// done with all of them, is in <see cref="BroadcasterExtensions"/>.
/// </summary>
public interface IBroadcaster : IEventEmitter
{
    /// <summary>All clients.</summary>
    BroadcastOperator ToAll();
}
