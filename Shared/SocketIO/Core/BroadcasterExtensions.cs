using SocketIO.Emitting;

namespace SocketIO;

/// <summary>What can be done with all clients of a namespace, or of a server, is what can be done with any of them.</summary>
public static class BroadcasterExtensions
{
    extension(IBroadcaster broadcaster)
    {
        /// <summary>The clients of this worker only.</summary>
        public BroadcastOperator Local => Given.NotNull(broadcaster).ToAll().Local;

        /// <summary>Events that are dropped for a client that cannot take them at once.</summary>
        public BroadcastOperator Volatile => Given.NotNull(broadcaster).ToAll().Volatile;

        /// <summary>The clients that are in at least one of the rooms; each gets an event once.</summary>
        public BroadcastOperator To(params string[] rooms) => Given.NotNull(broadcaster).ToAll().To(rooms);

        /// <summary>The clients that are in at least one of the rooms; each gets an event once.</summary>
        public BroadcastOperator In(params string[] rooms) => Given.NotNull(broadcaster).ToAll().To(rooms);

        /// <summary>The clients that are in none of the rooms.</summary>
        public BroadcastOperator Except(params string[] rooms) => Given.NotNull(broadcaster).ToAll().Except(rooms);

        /// <summary>The sockets of users, on all workers.</summary>
        /// <exception cref="ArgumentException">An id is empty.</exception>
        public BroadcastOperator User(params string[] users) => Given.NotNull(broadcaster).ToAll().User(users);

        /// <summary>The clients that are of none of the users.</summary>
        /// <exception cref="ArgumentException">An id is empty.</exception>
        public BroadcastOperator ExceptUser(params string[] users) => Given.NotNull(broadcaster).ToAll().ExceptUser(users);

        /// <inheritdoc cref="BroadcastOperator.Compress"/>
        public BroadcastOperator Compress(bool compress) => Given.NotNull(broadcaster).ToAll().Compress(compress);

        /// <inheritdoc cref="BroadcastOperator.Timeout"/>
        public BroadcastOperator Timeout(TimeSpan timeout) => Given.NotNull(broadcaster).ToAll().Timeout(timeout);

        /// <summary>Makes every socket enter rooms, on all workers.</summary>
        public void SocketsJoin(params string[] rooms) => Given.NotNull(broadcaster).ToAll().SocketsJoin(rooms);

        /// <summary>Makes every socket leave rooms, on all workers.</summary>
        public void SocketsLeave(params string[] rooms) => Given.NotNull(broadcaster).ToAll().SocketsLeave(rooms);

        /// <summary>Makes every socket leave the namespace, on all workers.</summary>
        /// <param name="close">Whether to close their connections too.</param>
        public void DisconnectSockets(bool close = false) => Given.NotNull(broadcaster).ToAll().DisconnectSockets(close);

        /// <summary>Describes every socket, wherever it is.</summary>
        /// <param name="cancellation">Gives up waiting.</param>
        public Task<SocketQueryResult> FetchSocketsAsync(CancellationToken cancellation = default) =>
            Given.NotNull(broadcaster).ToAll().FetchSocketsAsync(cancellation);

        /// <summary>Counts the sockets, wherever they are.</summary>
        /// <param name="cancellation">Gives up waiting.</param>
        public Task<SocketCount> CountAsync(CancellationToken cancellation = default) => Given.NotNull(broadcaster).ToAll().CountAsync(cancellation);
    }
}
