using SocketIO.Emitting;
using SocketIO.History;

namespace SocketIO;

/// <summary>Gives namespaces durable events.</summary>
public static class HistoryExtensions
{
    extension(Namespace owner)
    {
        /// <summary>The namespace's durable events without a name, if <c>UseHistory</c> asked for them.</summary>
        public NamespaceHistory? History => Given.NotNull(owner).Features.Find<NamespaceHistories>()?.Find("");

        /// <summary>
        /// Keeps durable events in this namespace: stored, for ever if <see cref="HistoryOptions"/> do not say less, delivered in the
        /// order of their ids to every client that has the history, and replayed to clients that missed them. With connection state
        /// recovery only.
        /// </summary>
        /// <param name="eventName">The event that carries them to clients, with the content and the id as arguments.</param>
        /// <param name="options">How they are kept. A cluster can have several histories, each with a name of its own
        /// (<see cref="HistoryOptions.Name"/>); what the first call for a name gave counts.</param>
        /// <exception cref="ArgumentException">The event's name is a reserved one, the history's holds U+0001, or less than one event, or
        /// one second, is to be kept.</exception>
        /// <exception cref="InvalidOperationException">
        /// There is no durable log or no connection state recovery, another namespace has the history of that name, or this one keeps
        /// another event under it.
        /// </exception>
        public NamespaceHistory UseHistory(string eventName, HistoryOptions? options = null)
        {
            Given.NotNull(owner).NoteConfigured();
            options ??= new HistoryOptions();
            var registry = owner.Server.Features.Find<HistoryRegistry>()!;
            return owner.Features.GetOrAdd(() => new NamespaceHistories())
                .Use(owner.Name, eventName, options, () => registry.Create(owner, eventName, options));
        }
    }
}
