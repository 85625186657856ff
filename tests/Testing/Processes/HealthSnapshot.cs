using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Testing.Processes;

/// <summary>What GET /health of a primary answered.</summary>
public sealed record HealthSnapshot(string Status, int Pid, HealthSnapshot.LogSnapshot Log, IReadOnlyList<HealthSnapshot.WorkerSnapshot> Workers)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The status code of the answer.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>The rolling restart under way, or the last one.</summary>
    public RestartSnapshot? Restart { get; init; }

    /// <summary>Whether the cluster says that all workers serve.</summary>
    public bool IsReady => StatusCode == HttpStatusCode.OK;

    /// <summary>Asks; <see langword="null"/> if nobody answers.</summary>
    public static async Task<HealthSnapshot?> TryReadAsync(int controlPort)
    {
        try
        {
            using var answer = await Http.GetAsync($"http://127.0.0.1:{controlPort}/health").ConfigureAwait(false);
            var snapshot = await answer.Content.ReadFromJsonAsync<HealthSnapshot>().ConfigureAwait(false);
            return snapshot! with { StatusCode = answer.StatusCode };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException or IOException or SocketException)
        {
            // A connection that is reset while it is being made shows as the socket's own exception.
            return null;
        }
    }

    /// <summary>The rolling restart's part.</summary>
    public sealed record RestartSnapshot(string State, int Workers, int Replaced, int? Worker, string? Fault);

    /// <summary>The log's part.</summary>
    public sealed record LogSnapshot(string Epoch, long Incarnation, long LastNumber, long LastDurableId, string State, string? Fault);

    /// <summary>A worker's part.</summary>
    public sealed record WorkerSnapshot(int Index, int Pid, int Port, string Url, string State, int Restarts);
}
