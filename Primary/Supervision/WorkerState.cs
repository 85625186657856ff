using System.Text.Json.Serialization;

namespace Primary.Supervision;

/// <summary>Where a worker stands, as /health shows it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerState>))]
internal enum WorkerState
{
    /// <summary>Its process runs but does not serve yet.</summary>
    Starting,

    /// <summary>It serves and is attached.</summary>
    Ready,

    /// <summary>It serves, but its stream to the primary broke.</summary>
    Detached,

    /// <summary>It is gone and will be started again.</summary>
    Restarting,

    /// <summary>The cluster stops.</summary>
    Stopped,
}
