using SocketIO.Arguments;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>Reads back what was said before a message, for clients that ask.</summary>
internal static class OlderMessages
{
    /// <summary>How many at a time; with the longest texts, of control characters, this is 1.2 MB of JSON.</summary>
    private const int Most = 50;

    /// <summary>Answers with the messages before the id that the client names, in their order.</summary>
    /// <exception cref="EventArgumentException">What it names is no id.</exception>
    public static async ValueTask<OlderAnswer> ReadAsync(EventArguments arguments, NamespaceHistory history)
    {
        if (!arguments.TryGet<long>(0, out var before) || before < 1)
        {
            throw new EventArgumentException("the id before which older messages are wanted must be a whole number from 1 on");
        }
        var entries = await history.ReadBackAsync(before, Most).ConfigureAwait(false);
        // Fewer than were wanted are the first ones.
        return new OlderAnswer(entries.Count < Most ? 1 : entries[0].Id, [.. entries.Select(entry => new OlderMessage(entry.Id, entry.Content))]);
    }
}
