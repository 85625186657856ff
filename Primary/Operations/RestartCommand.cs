using Cluster.Relay;
using Primary.Supervision;
using SocketIO.Sequencer;

namespace Primary.Operations;

/// <summary>An operator wants a rolling restart: by the control port or by a signal.</summary>
internal sealed class RestartCommand(Supervisor supervisor, WorkerLinks links)
{
    /// <summary>Begins one, if the cluster is ready.</summary>
    /// <returns>Why not, or <see langword="null"/>.</returns>
    public string? Begin() => links.Writer.State == LogWriterState.Running ? supervisor.BeginRestart() : "the log does not commit";
}
