using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Tells clients who is there. Every worker knows, and tells its own clients. Their lists and the changes leave in one
/// order, so what a client was told last of a person holds. However many there are, each packet tells of some and says
/// how many there are.
/// </summary>
internal sealed class ChatPresence
{
    private const string ListEvent = "online";
    private const string MoreEvent = "online more";
    private const string ChangeEvent = "presence";
    private const int PageSize = 100;

    private readonly NamespacePresence _presence;

    public ChatPresence(Namespace chat)
    {
        _presence = chat.UsePresence(socket => PersonId.From(socket.Handshake.Auth) ?? PersonId.Create());
        _presence.OnChanges(told => chat.Local.Emit(
            ChangeEvent, StatesOf(told.Changes, PageSize), SummaryOf(told.Counts, told.Changes.Count <= PageSize)));
    }

    public NamespacePresence Presence => _presence;

    /// <summary>The first of some changes, as clients are told.</summary>
    public static PersonState[] StatesOf(IReadOnlyList<PresenceChange> changes, int most) =>
        [.. changes.Take(most).Select(StateOf)];

    /// <summary>A page of who is there, as clients are told.</summary>
    public static PersonState[] StatesOf(PresencePage page) =>
        [.. page.Persons.Select(person => new PersonState(person.Person, NameOf(person.State), ChatPerson.NameIn(person.Data)))];

    /// <summary>What goes with changes.</summary>
    public static PresenceSummary SummaryOf(PresenceCounts counts, bool whole) => new(counts.Online, counts.Away, whole, After: null, Next: null);

    /// <summary>Gives a client the beginning of the list; every change that is not in it follows.</summary>
    public void TellWhoIsThere(Socket socket) => _presence.ReadPage(null, PageSize, page => Tell(socket, null, page));

    /// <summary>Gives a client more of the list, or its beginning again, as it asked; completes when it is sent, so that who asks fast
    /// has one answer on its way and not many.</summary>
    /// <exception cref="EventArgumentException">What it sent is no place in the list.</exception>
    public Task TellMoreAsync(Socket socket, EventArguments arguments)
    {
        string? after = null;
        if (arguments.Count > 0 && !arguments[0].IsNull && !arguments.TryGet(0, out after))
        {
            throw new EventArgumentException("the place in the list must be a string, or null for its beginning");
        }
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _presence.ReadPage(after, PageSize, page =>
        {
            try
            {
                Tell(socket, after, page);
            }
            finally
            {
                done.SetResult();
            }
        });
        return done.Task;
    }

    private static void Tell(Socket socket, string? after, PresencePage page)
    {
        if (socket.Connected)
        {
            socket.Namespace.Local.To(socket.Id).Emit(
                after is null ? ListEvent : MoreEvent,
                StatesOf(page),
                new PresenceSummary(page.Counts.Online, page.Counts.Away, Whole: true, after, page.Next));
        }
    }

    private static PersonState StateOf(PresenceChange change)
    {
        var (former, name) = (ChatPerson.NameIn(change.FormerData), ChatPerson.NameIn(change.Data));
        return new PersonState(change.Person, NameOf(change.Now), name, NameOf(change.Before), former == name ? null : former);
    }

    private static string NameOf(PresenceState state) => state switch
    {
        PresenceState.Online => "online",
        PresenceState.Away => "away",
        PresenceState.Gone => "gone",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
