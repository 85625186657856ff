using System.Collections.Concurrent;
using SocketIO;
using SocketIO.History;
using SocketIO.Namespaces;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// Who has private conversations with whom: a history of its own, with a room for each person in which the other of each conversation stands
/// once. So a person who was away for days finds them.
/// </summary>
internal sealed class Conversations(Namespace chat)
{
    private const string ListEvent = "conversations";

    /// <summary>How many a client is told of when it connects: the newest.</summary>
    private const int Most = 50;

    /// <summary>What a worker remembers of what is stored, so as not to ask again for every message.</summary>
    private const int MostKnown = 100_000;

    private readonly NamespaceHistory _history = chat.UseHistory("conversation", new HistoryOptions { Name = "conversations" });
    private readonly ConcurrentDictionary<(string One, string Other), bool> _known = new();

    /// <summary>Makes sure that both find their conversation.</summary>
    public async ValueTask NoteAsync(string one, string other)
    {
        var pair = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        if (_known.ContainsKey(pair))
        {
            return;
        }
        // Nobody has these rooms, so nobody is told: the message that follows says it all.
        await _history.AppendAsync($"{one}/{other}", other, one).ConfigureAwait(false);
        await _history.AppendAsync($"{other}/{one}", one, other).ConfigureAwait(false);
        if (_known.Count > MostKnown)
        {
            _known.Clear();
        }
        _known[pair] = true;
    }

    /// <summary>Tells a client what conversations its person has, and the last message of each.</summary>
    public async Task TellAsync(Socket socket, Messages messages)
    {
        var person = socket.UserId!;
        var others = await _history.ReadBackAsync(long.MaxValue, Most, person).ConfigureAwait(false);
        var summaries = new List<ConversationSummary>(others.Count);
        foreach (var other in others)
        {
            summaries.Add(new ConversationSummary(other.Content, await messages.LastAsync(person, other.Content).ConfigureAwait(false)));
        }
        if (socket.Connected)
        {
            socket.Namespace.Local.To(socket.Id).Emit(ListEvent, summaries.ToArray());
        }
    }
}
