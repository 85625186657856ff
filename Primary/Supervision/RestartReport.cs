using System.Text.Json.Serialization;

namespace Primary.Supervision;

/// <summary>Where a rolling restart stands, as /health shows it; immutable.</summary>
/// <param name="State">Whether it goes on.</param>
/// <param name="Workers">How many workers there are.</param>
/// <param name="Replaced">How many are done.</param>
/// <param name="Worker">Which one is being replaced, while it goes on.</param>
/// <param name="Fault">Why it was broken off.</param>
internal sealed record RestartReport(RestartState State, int Workers, int Replaced, int? Worker = null, string? Fault = null);

/// <summary>What became of a rolling restart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RestartState>))]
internal enum RestartState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>Every worker is a new process.</summary>
    Done,

    /// <summary>It was broken off; the workers that were not replaced serve on.</summary>
    Failed,
}
