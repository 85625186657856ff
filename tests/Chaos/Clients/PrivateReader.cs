using System.Text.Json;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// Shows a person's private messages, of each conversation in its order and once: as they come, and where some are missing, because the
/// client was away too long for its session, after it has read them back.
/// </summary>
internal sealed class PrivateReader : IAsyncDisposable
{
    /// <summary>The largest number that JavaScript has exactly.</summary>
    private const long Newest = 9_007_199_254_740_991;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ShownConversation> _conversations = new(StringComparer.Ordinal);
    private readonly ChaosClient _client;
    private readonly Recorder _recorder;
    private readonly ClientRecord _record;
    private readonly RetryLoop _loop;

    public PrivateReader(ChaosClient client, Recorder recorder, ClientRecord record)
    {
        _client = client;
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
        for (var before = Newest; before > conversation.Last + 1;)
        {
            cancellation.ThrowIfCancellationRequested();
            var answer = await _client.AskAsync("older", [before, new { to = other }], _ => { }).ConfigureAwait(false);
            if (answer is not { Error: null })
            {
                return false;
            }
            var page = answer.Content.Nested(0);
            Read(page.GetProperty("messages"), before, found);
            before = page.GetProperty("from").GetInt64();
        }
        lock (_lock)
        {
            conversation.AddReadBack(found);
            return !conversation.IsMissing;
        }
    }

    private void Read(JsonElement messages, long before, SortedDictionary<long, int> found)
    {
        var last = 0L;
        foreach (var each in messages.EnumerateArray())
        {
            var id = each.GetProperty("id").GetInt64();
            if (id <= last || id >= before)
            {
                _recorder.Oddities.Enqueue($"client {_record.Index} read back id {id} after {last}, before {before}");
            }
            last = id;
            if (_recorder.Find(each.GetProperty("text").GetString()) is { Kind: MessageKind.Private } message)
            {
                found[id] = message.Index;
            }
            else
            {
                _recorder.Oddities.Enqueue($"client {_record.Index} read back what is no private message: {each}");
            }
        }
    }
}
