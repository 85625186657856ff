namespace Attacks.Running;

/// <summary>A server of two workers with the chat, to be attacked.</summary>
internal interface IAttackTarget : IAsyncDisposable
{
    /// <summary>The workers' ports.</summary>
    IReadOnlyList<int> Ports { get; }

    /// <summary>How many lines it has written so far.</summary>
    int LogLines { get; }

    /// <summary>The workers' processes; none if the server is gone.</summary>
    Task<IReadOnlyList<int>> WorkersAsync();

    /// <summary>All its processes that are there now.</summary>
    Task<IReadOnlyList<int>> ProcessesAsync();

    /// <summary>What it wrote last, to see why somebody was lost.</summary>
    string LastLines(int count);
}
