using Chaos.Record;

namespace Chaos.Verification;

/// <summary>How far the chat may have been at some time.</summary>
internal sealed class DurableIds
{
    private readonly long[] _sentAt;
    private readonly long[] _ids;

    public DurableIds(RunHistory history)
    {
        var ids = history.Stored.ToLookup(row => row.Token, row => row.Id);
        var chat = history.Messages
            .Where(message => message.Kind == MessageKind.Chat && ids.Contains(message.Text))
            .OrderBy(message => message.SentAt)
            .ToArray();
        _sentAt = [.. chat.Select(message => message.SentAt)];
        _ids = new long[chat.Length];
        var last = history.FormerId;
        for (var i = 0; i < chat.Length; i++)
        {
            _ids[i] = last = Math.Max(last, ids[chat[i].Text].First());
        }
    }

    /// <summary>The highest id that can have been given by then.</summary>
    public long PossibleAt(long time)
    {
        var index = Array.BinarySearch(_sentAt, time);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? 0 : _ids[index];
    }
}
