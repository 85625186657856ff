using SocketIO.Emitting;
using SocketIO.Presence;

namespace SocketIO;

/// <summary>Who is there: in a namespace, and what a socket says of its user.</summary>
public static class PresenceExtensions
{
    private const string NeedsRecovery = "presence needs connection state recovery: set SocketIOOptions.ConnectionStateRecovery";

    extension(Namespace owner)
    {
        /// <summary>Who is in the namespace, if <c>UsePresence</c> asked for it.</summary>
        public NamespacePresence? Presence => Given.NotNull(owner).Features.Find<NamespacePresence>();

        /// <summary>
        /// Follows who is in the namespace, on all workers, by user: a socket without one stands for itself. With connection state
        /// recovery only.
        /// </summary>
        /// <exception cref="InvalidOperationException">There is no connection state recovery.</exception>
        public NamespacePresence UsePresence()
        {
            Given.NotNull(owner).NoteConfigured();
            return owner.Features.GetOrAdd(() => Create(owner));
        }

        /// <summary>Follows who is in the namespace, by the user whom a function names: <see cref="Namespace.UseUsers"/>.</summary>
        /// <param name="userOf">Gives the user's id, see <see cref="Namespace.UseUsers"/>.</param>
        /// <exception cref="InvalidOperationException">
        /// There is no connection state recovery, or another function says whose a socket is: keep what the first call gave, or
        /// take it from <c>Presence</c>.
        /// </exception>
        public NamespacePresence UsePresence(Func<Socket, string?> userOf)
        {
            Given.NotNull(owner).UseUsers(userOf);
            return owner.UsePresence();
        }
    }

    /// <summary>
    /// Sets what presence says of the socket's user (<see cref="PresentPerson.Data"/>), such as a name: the last that one of the user's
    /// sockets set counts. In a middleware it is there when the user is. With connection state recovery only.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="data">Something that is written as JSON, up to 4 KiB; <see langword="null"/> removes it.</param>
    /// <exception cref="InvalidOperationException">There is no connection state recovery.</exception>
    /// <exception cref="ArgumentException">It is too much, or cannot be written as JSON.</exception>
    public static void SetPresence(this Socket socket, object? data)
    {
        if (!Given.NotNull(socket).Namespace.Order.IsSequenced)
        {
            throw new InvalidOperationException(NeedsRecovery);
        }
        // A client that comes back runs through the middlewares again, which is no reason to take back what another one has said since.
        socket.Data.SetOwn(PresenceData.Key, data, PresenceData.MaxBytes, evenIfSame: !(socket.Recovered && socket.IsEarly));
    }

    private static NamespacePresence Create(Namespace owner)
    {
        var server = owner.Server;
        var hub = server.Features.Find<PresenceHub>() ?? throw new InvalidOperationException(NeedsRecovery);
        var presence = new NamespacePresence(owner, server.Background, server.Time, server.Logs.Presence);
        hub.Follow(owner, presence);
        return presence;
    }
}
