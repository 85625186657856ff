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
        var answer = await _client.AskAsync("chat message", [message.Text, $"{_keys}-{message.Text}", PlaceOf(message)], connection =>
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
        return true;
    }

    private static object? PlaceOf(Message message) => message.Kind switch
    {
        MessageKind.Room => new { room = message.Room },
        MessageKind.Private => new { to = message.Between!.To },
        _ => null,
    };
}
