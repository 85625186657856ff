using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Sees to it that the chat calls a client's person as he wishes. What one of his clients wishes the others show when they connect.</summary>
internal sealed class NameKeeper : IAsyncDisposable
{
    private readonly ChaosClient _client;
    private readonly Person _person;
    private readonly Recorder _recorder;
    private readonly RetryLoop _loop;
    private volatile bool _isDue;

    public NameKeeper(ChaosClient client, Person person, Recorder recorder)
    {
        _client = client;
        _person = person;
        _recorder = recorder;
        _loop = new RetryLoop(client, cancellation => _isDue ? TryAskAsync(cancellation) : null);
    }

    /// <summary>Whether the chat knows all that was wished here.</summary>
    public bool IsSettled => !_isDue;

    /// <summary>Why it came to an end by itself, if it did.</summary>
    public Exception? Failure => _loop.Failure;

    /// <summary>The person wishes another name.</summary>
    public void WishAnother()
    {
        _person.WishAnother();
        _client.Record.Wishes++;
        Ask();
    }

    /// <summary>The client was told who it is.</summary>
    public void Told(ServerEvent you)
    {
        var (person, name, error) = (you.Properties["person"].Text, you.Properties.GetValueOrDefault("name").Text, you.Properties.GetValueOrDefault("error").Text);
        if (person != _person.Id || error is not null || !_person.HasWished(name))
        {
            _recorder.Oddities.Enqueue($"client {_client.Record.Index} is {_person.Id}, {_person.Name}, and was told that it is {person}, {name}: {error}");
        }
        // Another client has wished it since this one began to connect.
        if (name != _person.Name)
        {
            Ask();
        }
    }

    /// <summary>There is a new connection.</summary>
    public void Connected() => _loop.Wake();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private void Ask()
    {
        _isDue = true;
        _loop.Wake();
    }

    private async Task<bool> TryAskAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _isDue = false;
        var name = _person.Name;
        var answer = await _client.AskAsync("name", [name], _ => { }).ConfigureAwait(false);
        if (answer?.Error is { } error)
        {
            _recorder.Oddities.Enqueue($"client {_client.Record.Index} may not be called {name}: {error}");
        }
        if (answer is null || name != _person.Name)
        {
            _isDue = true;
        }
        return answer is not null;
    }
}
