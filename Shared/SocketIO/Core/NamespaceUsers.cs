using System.Security.Claims;
using SocketIO.Diagnostics;

namespace SocketIO.Core;

/// <summary>Says for whom the sockets of one namespace speak: by the application's function, or else by the framework's authentication.</summary>
internal sealed class NamespaceUsers
{
    private Func<Socket, string?>? _userOf;

    /// <summary>Takes the application's function; false if there is another.</summary>
    public bool TryUse(Func<Socket, string?> userOf) => (Interlocked.CompareExchange(ref _userOf, userOf, null) ?? userOf) == userOf;

    /// <summary>Whose a new socket is. An application that fails to say so does not keep the client out.</summary>
    public string? Find(Socket socket)
    {
        if (Volatile.Read(ref _userOf) is not { } userOf)
        {
            return Authenticated(socket.Handshake.User);
        }
        try
        {
            return userOf(socket) is { Length: > 0 } user ? user : null;
        }
        catch (Exception exception)
        {
            Log.UserFailed(socket.Namespace.Server.Logs.Handlers, exception, socket.Id);
            return null;
        }
    }

    /// <summary>
    /// Whether a client may have a session of this user again. Where the framework says who a client is, it must be the same; an
    /// application's function is asked when a session begins, and may give something else each time.
    /// </summary>
    public bool MayReturn(Handshake handshake, string user) =>
        Volatile.Read(ref _userOf) is not null || (Authenticated(handshake.User) ?? "") == user;

    // As SignalR's default.
    private static string? Authenticated(ClaimsPrincipal principal) => principal.Identity is not { IsAuthenticated: true } identity ? null
        : principal.FindFirst(ClaimTypes.NameIdentifier)?.Value is { Length: > 0 } id ? id
        : identity.Name is { Length: > 0 } name ? name
        : null;
}
