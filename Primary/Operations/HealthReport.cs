using System.Text.Json.Serialization;
using Primary.Supervision;

namespace Primary.Operations;

/// <summary>What GET /health answers.</summary>
internal sealed record HealthReport(string Status, int Pid, LogReport Log, IReadOnlyList<WorkerStatus> Workers);

/// <summary>The state of the log.</summary>
internal sealed record LogReport(string Epoch, long Incarnation, long LastNumber, long LastDurableId, string State, string? Fault);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
