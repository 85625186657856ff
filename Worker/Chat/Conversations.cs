using System.Collections.Concurrent;
using System.Globalization;
using SocketIO;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>
/// Who has private conversations with whom: a history of its own, with a room for each person in which the other of each conversation stands
/// once for each day on which something was said. So a person who was away finds them, the liveliest first.
/// </summary>
internal sealed class Conversations(Namespace chat, TimeProvider time, ILogger logger)
{
    private const string ListEvent = "conversations";

    /// <summary>How many a client is told of when it connects: those in which something was said last.</summary>
    private const int Most = 100;

    /// <summary>How many days of conversations are looked through for them.</summary>
    private const int MostRead = 1_000;

    /// <summary>What a worker remembers of what is stored, so as not to ask again for every message.</summary>
    private const int MostKnown = 100_000;

    /// <summary>What the first message of a day counts, in messages: it stores two rows beside its own.</summary>
    private const int Price = 3;

    private readonly NamespaceHistory _history = chat.UseHistory("conversation", new HistoryOptions { Name = "conversations" });
    private readonly ConcurrentDictionary<(string One, string Other, DateOnly Day), bool> _known = new();

    /// <summary>Makes sure that both find their conversation.</summary>
    public async ValueTask NoteAsync(string one, string other, ClientPace pace)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var known = string.CompareOrdinal(one, other) < 0 ? (one, other, day) : (other, one, day);
        if (_known.ContainsKey(known))
        {
            return;
        }
        pace.Charge(Price);
        // Nobody has these rooms, so nobody is told: the message that follows says it all.
        await _history.AppendAsync(string.Create(CultureInfo.InvariantCulture, $"{one}/{other}/{day:yyyy-MM-dd}"), other, one).ConfigureAwait(false);
        await _history.AppendAsync(string.Create(CultureInfo.InvariantCulture, $"{other}/{one}/{day:yyyy-MM-dd}"), one, other).ConfigureAwait(false);
        if (_known.Count > MostKnown)
        {
            _known.Clear();
        }
        _known[known] = true;
    }

    /// <summary>The other persons of somebody's conversations, those first with whom something was said last.</summary>
    public async ValueTask<IEnumerable<string>> OthersOfAsync(string person, CancellationToken cancellation)
    {
        var days = await _history.ReadBackAsync(long.MaxValue, MostRead, person, cancellation).ConfigureAwait(false);
        return days.Reverse().Select(day => day.Content).Distinct();
    }

    /// <summary>Tells a client what conversations its person has, and the last message of each; it takes its time.</summary>
    public async Task TellAsync(Socket socket, Messages messages)
    {
        try
        {
            var person = socket.UserId!;
            var summaries = new List<ConversationSummary>();
            foreach (var other in (await OthersOfAsync(person, socket.ConnectionAborted).ConfigureAwait(false)).Take(Most))
            {
                summaries.Add(new ConversationSummary(other, await messages.LastAsync(person, other, socket.ConnectionAborted).ConfigureAwait(false)));
            }
            if (socket.Connected)
            {
                socket.Namespace.Local.To(socket.Id).Emit(ListEvent, summaries.ToArray());
            }
        }
        catch (OperationCanceledException) when (socket.ConnectionAborted.IsCancellationRequested)
        {
            // It is told at its next connection.
        }
        catch (Exception exception)
        {
            Log.ConversationsNotTold(logger, exception);
        }
    }
}
