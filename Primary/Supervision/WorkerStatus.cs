namespace Primary.Supervision;

/// <summary>A worker as /health shows it; immutable.</summary>
internal sealed record WorkerStatus(int Index, int Pid, int Port, string Url, WorkerState State, int Restarts);
