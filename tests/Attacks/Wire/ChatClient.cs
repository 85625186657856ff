using System.Globalization;
using System.Text.Json.Nodes;
using Chaos.Clients;
using Chaos.Protocol;

namespace Attacks.Wire;

/// <summary>Somebody in the chat who keeps to the protocol.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly PendingAnswers _answers = new();
    private readonly SocketConnection _connection;
    private readonly Task _reading;

    private ChatClient(SocketConnection connection)
    {
        _connection = connection;
        _reading = ReadAsync();
    }

    /// <summary>Why its connection has ended, if it has and nobody here wanted it.</summary>
    public string? Fault { get; private set; }

    /// <summary>Joins the chat.</summary>
    /// <param name="port">The worker's port.</param>
    /// <param name="after">The id of the last message that it has.</param>
    public static async Task<ChatClient> OpenAsync(int port, long after)
    {
        using var patience = new CancellationTokenSource(ConnectTimeout);
        var connection = await SocketConnection.OpenAsync(port, polling: false, _ => { }, patience.Token);
        try
        {
            await connection.ConnectAsync(new JsonObject { ["serverOffset"] = after }, patience.Token);
            return new ChatClient(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Stores some messages, one behind the other.</summary>
    public static async Task FillAsync(int port, int messages)
    {
        await using var client = await OpenAsync(port, after: 0);
        var stored = Task.CompletedTask;
        for (var i = 0; i < messages; i++)
        {
            stored = await client.SayAsync($"a message of the history, as long as one may be who has something to say {i}");
        }
        // Answers come in the order of the messages.
        await stored;
    }

    /// <summary>Sends a message.</summary>
    /// <returns>What completes when it is acknowledged, or never will be.</returns>
    public async Task<Task> SayAsync(string text)
    {
        var id = _answers.Add(out var answer);
        await _connection.SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{id}[\"chat message\",\"{text}\",\"{Guid.NewGuid()}\"]"), _stop.Token);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _connection.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await _connection.RunAsync((_, _) => { }, _answers.Complete, _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Fault = _stop.IsCancellationRequested ? null : exception.Message;
        }
        _answers.Clear();
    }
}
