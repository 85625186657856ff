using System.Collections.Concurrent;
using SocketIO;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>Which public rooms there are: a history of its own, which every client gets.</summary>
internal sealed class RoomDirectory(Namespace chat)
{
    private const string RoomEvent = "room";

    /// <summary>What a worker remembers, so as not to ask the log again for everybody who comes.</summary>
    private const int MostKnown = 100_000;

    private static readonly ReplayLimit Newest = new(500, "rooms left out");

    private readonly NamespaceHistory _history = chat.UseHistory(RoomEvent, new HistoryOptions { Name = "rooms" });

    // By what names have in common that are one to readers, and would be several rooms here.
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Begins to tell a client which rooms there are.</summary>
    public void Tell(Socket socket) => _history.Replay(socket, 0, Newest);

    /// <summary>Finds a room, or makes it.</summary>
    /// <param name="name">Its name, in whatever letters.</param>
    /// <returns>Its name as it was made, and whether that was now.</returns>
    public async ValueTask<(string Name, bool IsNew)> FindOrMakeAsync(string name)
    {
        var key = ChatName.KeyOf(name);
        if (_known.TryGetValue(key, out var known))
        {
            return (known, false);
        }
        var made = await _history.AppendAsync(key, name).ConfigureAwait(false);
        if (made.Status == AppendStatus.KeyConflict && await _history.ReadBackAsync(made.Id + 1, 1).ConfigureAwait(false) is [var entry])
        {
            name = entry.Content;
        }
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }
        _known[key] = name;
        return (name, made.Status == AppendStatus.Stored);
    }
}
