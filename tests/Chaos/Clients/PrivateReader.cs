using System.Text.Json;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// Shows a person's private messages, of each conversation in its order and once: as they come, and where some are missing, because the
/// client was away too long for its session, after it has read them back.
/// </summary>
internal sealed class PrivateReader : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ShownConversation> _conversations = new(StringComparer.Ordinal);
    private readonly PastReader _past;
    private readonly Recorder _recorder;
    private readonly ClientRecord _record;
    private readonly RetryLoop _loop;

    public PrivateReader(ChaosClient client, PastReader past, Recorder recorder, ClientRecord record)
    {
        _past = past;
        _recorder = recorder;
        _record = record;
        _loop = new RetryLoop(client, cancellation => Missing() is { } missing ? TryReadBackAsync(missing.Other, missing.Conversation, cancellation) : null);
    }

    /// <summary>Whether nothing is missing, as far as the client knows.</summary>
    public bool IsSettled => Missing() is null;

    /// <summary>Why it came to an end by itself, if it did.</summary>
    public Exception? Failure => _loop.Failure;

    /// <summary>A message came.</summary>
    /// <param name="other">The other person.</param>
    /// <param name="id">Its id.</param>
    /// <param name="previous">That of the message before it in the conversation.</param>
    /// <param name="message">The message.</param>
    public void Received(string other, long id, long previous, int message)
    {
        lock (_lock)
        {
            Of(other).Add(id, previous, message);
        }
        _loop.Wake();
    }

    /// <summary>The client was told what conversations there are.</summary>
    public void Listed(JsonElement conversations)
    {
        lock (_lock)
        {
            foreach (var each in conversations.EnumerateArray())
            {
                if (each.TryGetProperty("last", out var last) && last.ValueKind == JsonValueKind.Object)
                {
                    Of(each.GetProperty("with").GetString()!).Expect(last.GetProperty("id").GetInt64());
                }
            }
        }
        _loop.Wake();
    }

    /// <summary>There is a new connection.</summary>
    public void Connected() => _loop.Wake();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private ShownConversation Of(string other)
    {
        if (!_conversations.TryGetValue(other, out var found))
        {
            _conversations.Add(other, found = new ShownConversation(_record.Shown));
        }
        return found;
    }

    private (string Other, ShownConversation Conversation)? Missing()
    {
        lock (_lock)
        {
            foreach (var (other, conversation) in _conversations)
            {
                if (conversation.IsMissing)
                {
                    return (other, conversation);
                }
            }
            return null;
        }
    }

    private async Task<bool> TryReadBackAsync(string other, ShownConversation conversation, CancellationToken cancellation)
    {
        var found = new SortedDictionary<long, int>();
        for (var before = PageRead.Newest; before > conversation.Last + 1;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await _past.BeforeAsync(before, PlaceName.With(_record.Person!, other)).ConfigureAwait(false) is not { } page)
            {
                return false;
            }
            Take(page, found);
            before = page.From;
        }
        lock (_lock)
        {
            conversation.AddReadBack(found);
            return !conversation.IsMissing;
        }
    }

    // What was edited since comes behind the page. It is in a page that was read before, or comes as an event; taken from here it would
    // stand for all that is before it.
    private void Take(PageRead page, SortedDictionary<long, int> found)
    {
        foreach (var (index, id, _) in page.Messages.Where(message => message.Id < page.Asked))
        {
            if (_recorder.Find(index) is { Kind: MessageKind.Private })
            {
                found[id] = index;
            }
            else
            {
                _recorder.Oddities.Enqueue($"client {_record.Index} read back what is no private message: id {id}, {page}");
            }
        }
    }
}
