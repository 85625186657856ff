using System.Threading.Channels;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Sends chat messages of every kind one after the other, each again with its key until it is acknowledged.</summary>
internal sealed class Outbox : IAsyncDisposable
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    private readonly Channel<Message> _waiting = Channel.CreateUnbounded<Message>();
    private readonly SemaphoreSlim _connected = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ChaosClient _client;
    private readonly Recorder _recorder;
    private readonly string _keys = Guid.NewGuid().ToString("N")[..12];
    // What it may edit.
    private readonly List<Message> _own = [];
    private readonly Task _running;
    private int _count;

    public Outbox(ChaosClient client, Recorder recorder)
    {
        _client = client;
        _recorder = recorder;
        _running = RunAsync();
    }

    /// <summary>How many are not acknowledged yet.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>To everybody.</summary>
    public Message Send() => Add(_recorder.NewMessage(MessageKind.Chat, room: null, _client.Record.Index));

    /// <summary>To those who are in a public room.</summary>
    public Message SendTo(string room) => Add(_recorder.NewMessage(MessageKind.Room, room, _client.Record.Index));

    /// <summary>To a person.</summary>
    public Message SendTo(Person person) => Add(_recorder.NewMessage(
        MessageKind.Private, room: null, _client.Record.Index, new Conversation(_client.Record.Person!, person.Id)));

    /// <summary>Edits or deletes one of its acknowledged messages; nothing while it has none.</summary>
    /// <param name="choose">Chooses one of so many.</param>
    /// <param name="deletes">Whether it is to be deleted.</param>
    public void Edit(Func<int, int> choose, bool deletes)
    {
        Message of;
        lock (_own)
        {
            if (_own.Count == 0)
            {
                return;
            }
            var index = choose(_own.Count);
            of = _own[index];
            if (deletes)
            {
                _own.RemoveAt(index);
            }
        }
        Add(_recorder.NewEdit(of, deletes));
    }

    /// <summary>There is a new connection.</summary>
    public void Connected()
    {
        try
        {
            _connected.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will look.
        }
    }

    /// <summary>Why it came to an end by itself, if it did.</summary>
    public Exception? Failure => _running.Exception;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connected.Dispose();
        _stop.Dispose();
    }

    private Message Add(Message message)
    {
        Interlocked.Increment(ref _count);
        _waiting.Writer.TryWrite(message);
        return message;
    }

    private async Task RunAsync()
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            while (!await TrySendAsync(message).ConfigureAwait(false))
            {
                // A connection that has just failed may not be known to be lost yet.
                await Task.Delay(BeforeRetry, _stop.Token).ConfigureAwait(false);
                if (!_client.IsConnected)
                {
                    await _connected.WaitAsync(_stop.Token).ConfigureAwait(false);
                }
            }
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task<bool> TrySendAsync(Message message)
    {
        _stop.Token.ThrowIfCancellationRequested();
        var sentAt = Clock.Now;
        var (@event, arguments) = Request(message);
        var answer = await _client.AskAsync(@event, arguments, connection =>
        {
            if (message.Tries++ == 0)
            {
                message.Connection = connection.Index;
                message.SentAt = sentAt = Clock.Now;
            }
        }).ConfigureAwait(false);
        if (answer is null)
        {
            return false;
        }
        if (answer.Error is { } error)
        {
            message.Refusal = error;
            return true;
        }
        message.Id = answer.Content.Properties["id"].Number;
        message.AckedAt = answer.At;
        _recorder.Acknowledged(message, sentAt, answer.At);
        // A client of the tutorial is somebody else in its next session.
        if (message.Of is null && _client.Person is not null)
        {
            lock (_own)
            {
                _own.Add(message);
            }
        }
        return true;
    }

    private (string Event, object?[] Arguments) Request(Message message)
    {
        // A deletion is known again by its key in what is stored.
        var (key, place) = ($"{_keys}-{message.Text}", PlaceName.Of(message).Argument);
        return message.Of is { } of
            ? ("edit", [of.Id, message.IsDeletion ? null : message.Text, key, place])
            : ("chat message", [message.Text, key, place]);
    }
}
