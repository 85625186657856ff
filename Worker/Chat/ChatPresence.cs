using SocketIO;
using SocketIO.Namespaces;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// Tells clients who is there. Every worker knows, and tells its own clients. Their lists and the changes leave in one
/// order, so what a client was told last of a person holds.
/// </summary>
internal sealed class ChatPresence
{
    private const string ListEvent = "online";
    private const string ChangeEvent = "presence";

    private readonly NamespacePresence _presence;

    public ChatPresence(Namespace chat)
    {
        _presence = chat.UsePresence(socket => PersonId.From(socket.Handshake.Auth) ?? PersonId.Create());
        _presence.OnChange(change => chat.Local.Emit(ChangeEvent, change.Person, NameOf(change.Now)));
    }

    /// <summary>Gives a client the list; every change that is not in it follows.</summary>
    public void TellWhoIsThere(Socket socket) => _presence.Read(persons => socket.Namespace.Local.To(socket.Id).Emit(
        ListEvent, persons.Select(person => new PersonState(person.Person, NameOf(person.State))).ToArray()));

    private static string NameOf(PresenceState state) => state switch
    {
        PresenceState.Online => "online",
        PresenceState.Away => "away",
        PresenceState.Gone => "gone",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
