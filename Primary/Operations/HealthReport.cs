using System.Text.Json.Serialization;
using Primary.Supervision;

namespace Primary.Operations;

/// <summary>What GET /health answers.</summary>
internal sealed record HealthReport(string Status, int Pid, LogReport Log, SessionReport Sessions, IReadOnlyList<WorkerStatus> Workers, RestartReport? Restart);

/// <summary>How many sessions there are: connected, and away within their windows.</summary>
internal sealed record SessionReport(int Connected, int Away);

/// <summary>The state of the log: how far it is, how much of it is kept, and how many submissions wait to be committed.</summary>
internal sealed record LogReport(
    string Epoch, long Incarnation, long LastNumber, long LastDurableId, long Bytes, int Queued, string State, string? Fault);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
