using System.Text.Json;

namespace SingleProcess.Tests.Support;

/// <summary>
/// A client that can come back, by hand: it keeps its private id and, as the JavaScript client does, the last item of any
/// event that ends in a string.
/// </summary>
internal sealed class ReturningClient : IDisposable
{
    private readonly int _port;

    private ReturningClient(int port, RawClient raw) => (_port, Raw) = (port, raw);

    public RawClient Raw { get; private set; }

    public string Sid { get; private set; } = "";

    public string Pid { get; private set; } = "";

    public string? Offset { get; private set; }

    /// <summary>Whether the last CONNECT gave the session back.</summary>
    public bool Recovered { get; private set; }

    public static async Task<ReturningClient> ConnectAsync(SocketServer server, string @namespace = "/", string auth = "", string query = "")
    {
        var client = new ReturningClient(server.Port, await RawClient.OpenAsync(server, query));
        await client.JoinAsync(@namespace, auth);
        return client;
    }

    /// <summary>The next event; what carries an offset moves this client's, and is given without it.</summary>
    public async Task<string> ReadAsync() => Note(await Raw.ReadAsync());

    public async Task<string[]> ReadAsync(int count)
    {
        var events = new string[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = await ReadAsync();
        }
        return events;
    }

    /// <summary>What has arrived until the server answers an event sent now.</summary>
    public async Task<string[]> SyncAsync() => [.. (await Raw.SyncAsync()).Select(Note)];

    /// <summary>Comes back over a new connection, with more in its auth or not; the old one is cut, unless it is to stay.</summary>
    public async Task ReturnAsync(int? port = null, string @namespace = "/", bool keepOld = false, string query = "", string more = "")
    {
        if (!keepOld)
        {
            Raw.Abort();
        }
        Raw = await RawClient.OpenAsync(port ?? _port, query);
        await JoinAsync(@namespace, more.Length == 0 ? Auth(Pid, Offset) : $"{Auth(Pid, Offset)[..^1]},{more}}}");
    }

    /// <summary>Drops the offset, as if no event had come.</summary>
    public void Forget() => Offset = null;

    public static string Auth(string pid, string? offset) =>
        JsonSerializer.Serialize(offset is null ? new { pid } : (object)new { pid, offset });

    public void Dispose() => Raw.Dispose();

    private async Task JoinAsync(string @namespace, string auth)
    {
        var prefix = @namespace == "/" ? "" : @namespace + ",";
        await Raw.SendAsync($"40{prefix}{auth}");
        var answer = await Raw.ReadAsync();
        Assert.That(answer, Does.StartWith($"40{prefix}{{"));
        using var payload = JsonDocument.Parse(answer[(2 + prefix.Length)..]);
        var pid = payload.RootElement.GetProperty("pid").GetString()!;
        Recovered = pid == Pid;
        (Pid, Sid) = (pid, payload.RootElement.GetProperty("sid").GetString()!);
    }

    private string Note(string message)
    {
        if (!message.StartsWith("42[", StringComparison.Ordinal) && !message.StartsWith("42/", StringComparison.Ordinal))
        {
            return message;
        }
        var start = message.IndexOf('[', StringComparison.Ordinal);
        using var items = JsonDocument.Parse(message[start..]);
        if (items.RootElement[items.RootElement.GetArrayLength() - 1] is not { ValueKind: JsonValueKind.String } last)
        {
            return message;
        }
        Offset = last.GetString();
        return message[..^($",\"{Offset}\"]".Length)] + "]";
    }
}
