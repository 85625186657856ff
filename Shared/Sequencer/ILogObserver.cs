namespace SocketIO.Sequencer;

/// <summary>Is told what a <see cref="LogWriter"/> committed.</summary>
internal interface ILogObserver
{
    /// <summary>Called on the writer's thread after each commit, in order. What it throws is logged and goes no further;
    /// as long as it runs, nothing else is committed.</summary>
    void OnCommitted(IReadOnlyList<SubmissionResult> results);
}
