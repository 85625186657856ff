using System.Runtime.CompilerServices;
using SocketIO.Adapters;
using SocketIO.Emitting;
using SocketIO.Events;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>
/// The other forms of handlers: one that returns a <see cref="Task"/> is awaited as one that returns a <see cref="ValueTask"/>, and
/// one may return nothing. An <c>async</c> lambda is never one that returns nothing. What a handler of a server event returns is the
/// acknowledgement.
/// </summary>
public static class HandlerFormExtensions
{
    /// <inheritdoc cref="Socket.OnDisconnecting"/>
    public static Socket OnDisconnecting(this Socket target, Func<DisconnectReason, Task> handler) => Given.NotNull(target).OnDisconnecting(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="Socket.OnDisconnecting"/>
    public static Socket OnDisconnecting(this Socket target, Action<DisconnectReason> handler) => Given.NotNull(target).OnDisconnecting(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="Socket.OnDisconnected"/>
    public static Socket OnDisconnected(this Socket target, Func<DisconnectReason, Task> handler) => Given.NotNull(target).OnDisconnected(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="Socket.OnDisconnected"/>
    public static Socket OnDisconnected(this Socket target, Action<DisconnectReason> handler) => Given.NotNull(target).OnDisconnected(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="SocketIOServer.OnNewNamespace"/>
    public static void OnNewNamespace(this SocketIOServer target, Func<Namespace, Task> handler) => Given.NotNull(target).OnNewNamespace(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="SocketIOServer.OnNewNamespace"/>
    public static void OnNewNamespace(this SocketIOServer target, Action<Namespace> handler) => Given.NotNull(target).OnNewNamespace(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="SocketIOServer.OnServerEvent"/>
    public static void OnServerEvent(this SocketIOServer target, string eventName, Func<ServerEventContext, Task> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="SocketIOServer.OnServerEvent"/>
    [OverloadResolutionPriority(-1)]
    public static void OnServerEvent(this SocketIOServer target, string eventName, Action<ServerEventContext> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Awaited(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="SocketIOServer.OnServerEvent"/>
    [OverloadResolutionPriority(-1)]
    public static void OnServerEvent<TResult>(this SocketIOServer target, string eventName, Func<ServerEventContext, TResult> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="SocketIOServer.OnServerEvent"/>
    public static void OnServerEvent<TResult>(this SocketIOServer target, string eventName, Func<ServerEventContext, Task<TResult>> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="SocketIOServer.OnServerEvent"/>
    [OverloadResolutionPriority(1)]
    public static void OnServerEvent<TResult>(this SocketIOServer target, string eventName, Func<ServerEventContext, ValueTask<TResult>> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    public static Namespace OnServerEvent(this Namespace target, string eventName, Func<ServerEventContext, Task> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    [OverloadResolutionPriority(-1)]
    public static Namespace OnServerEvent(this Namespace target, string eventName, Action<ServerEventContext> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Awaited(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    [OverloadResolutionPriority(-1)]
    public static Namespace OnServerEvent<TResult>(this Namespace target, string eventName, Func<ServerEventContext, TResult> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    public static Namespace OnServerEvent<TResult>(this Namespace target, string eventName, Func<ServerEventContext, Task<TResult>> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    [OverloadResolutionPriority(1)]
    public static Namespace OnServerEvent<TResult>(this Namespace target, string eventName, Func<ServerEventContext, ValueTask<TResult>> handler) => Given.NotNull(target).OnServerEvent(eventName, HandlerForms.Answering(handler));

    /// <inheritdoc cref="ServerEventHub.On"/>
    public static void On(this ServerEventHub target, string eventName, Func<ServerEventContext, Task> handler) => Given.NotNull(target).On(eventName, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="ServerEventHub.On"/>
    [OverloadResolutionPriority(-1)]
    public static void On(this ServerEventHub target, string eventName, Action<ServerEventContext> handler) => Given.NotNull(target).On(eventName, HandlerForms.Awaited(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="ServerEventHub.On"/>
    [OverloadResolutionPriority(-1)]
    public static void On<TResult>(this ServerEventHub target, string eventName, Func<ServerEventContext, TResult> handler) => Given.NotNull(target).On(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="ServerEventHub.On"/>
    public static void On<TResult>(this ServerEventHub target, string eventName, Func<ServerEventContext, Task<TResult>> handler) => Given.NotNull(target).On(eventName, HandlerForms.Answering(handler));

    /// <summary>Adds a handler for an event of other workers: what it returns is the acknowledgement. An exception in it is logged.</summary>
    /// <inheritdoc cref="ServerEventHub.On"/>
    [OverloadResolutionPriority(1)]
    public static void On<TResult>(this ServerEventHub target, string eventName, Func<ServerEventContext, ValueTask<TResult>> handler) => Given.NotNull(target).On(eventName, HandlerForms.Answering(handler));

    /// <inheritdoc cref="Namespace.OnSessionExpired"/>
    public static Namespace OnSessionExpired(this Namespace target, Func<SessionReference, Task> handler) => Given.NotNull(target).OnSessionExpired(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="Namespace.OnSessionExpired"/>
    public static Namespace OnSessionExpired(this Namespace target, Action<SessionReference> handler) => Given.NotNull(target).OnSessionExpired(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnChange"/>
    public static NamespacePresence OnChange(this NamespacePresence target, Func<PresenceChange, Task> handler) => Given.NotNull(target).OnChange(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnChange"/>
    public static NamespacePresence OnChange(this NamespacePresence target, Action<PresenceChange> handler) => Given.NotNull(target).OnChange(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnChanges"/>
    public static NamespacePresence OnChanges(this NamespacePresence target, Func<PresenceChanges, Task> handler) => Given.NotNull(target).OnChanges(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnChanges"/>
    public static NamespacePresence OnChanges(this NamespacePresence target, Action<PresenceChanges> handler) => Given.NotNull(target).OnChanges(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.Read"/>
    public static void Read(this NamespacePresence target, Func<IReadOnlyList<PresentPerson>, Task> handler) => Given.NotNull(target).Read(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.Read"/>
    public static void Read(this NamespacePresence target, Action<IReadOnlyList<PresentPerson>> handler) => Given.NotNull(target).Read(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.ReadPage"/>
    public static void ReadPage(this NamespacePresence target, string? after, int count, Func<PresencePage, Task> handler) => Given.NotNull(target).ReadPage(after, count, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.ReadPage"/>
    public static void ReadPage(this NamespacePresence target, string? after, int count, Action<PresencePage> handler) => Given.NotNull(target).ReadPage(after, count, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnRoomChanges"/>
    public static NamespacePresence OnRoomChanges(this NamespacePresence target, Func<string, PresenceChanges, Task> handler) => Given.NotNull(target).OnRoomChanges(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="NamespacePresence.OnRoomChanges"/>
    public static NamespacePresence OnRoomChanges(this NamespacePresence target, Action<string, PresenceChanges> handler) => Given.NotNull(target).OnRoomChanges(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomPresence.ReadPage"/>
    public static bool ReadPage(this RoomPresence target, string? after, int count, Func<PresencePage, Task> handler) => Given.NotNull(target).ReadPage(after, count, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomPresence.ReadPage"/>
    public static bool ReadPage(this RoomPresence target, string? after, int count, Action<PresencePage> handler) => Given.NotNull(target).ReadPage(after, count, HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnCreated"/>
    public static RoomEvents OnCreated(this RoomEvents target, Func<string, Task> handler) => Given.NotNull(target).OnCreated(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnCreated"/>
    public static RoomEvents OnCreated(this RoomEvents target, Action<string> handler) => Given.NotNull(target).OnCreated(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnDeleted"/>
    public static RoomEvents OnDeleted(this RoomEvents target, Func<string, Task> handler) => Given.NotNull(target).OnDeleted(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnDeleted"/>
    public static RoomEvents OnDeleted(this RoomEvents target, Action<string> handler) => Given.NotNull(target).OnDeleted(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnJoined"/>
    public static RoomEvents OnJoined(this RoomEvents target, Func<string, string, Task> handler) => Given.NotNull(target).OnJoined(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnJoined"/>
    public static RoomEvents OnJoined(this RoomEvents target, Action<string, string> handler) => Given.NotNull(target).OnJoined(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnLeft"/>
    public static RoomEvents OnLeft(this RoomEvents target, Func<string, string, Task> handler) => Given.NotNull(target).OnLeft(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="RoomEvents.OnLeft"/>
    public static RoomEvents OnLeft(this RoomEvents target, Action<string, string> handler) => Given.NotNull(target).OnLeft(HandlerForms.Awaited(handler));
}
