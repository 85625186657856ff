namespace EventLog;

/// <summary>One row of the durable history.</summary>
/// <param name="Id">Its id: consecutive from 1, in commit order.</param>
/// <param name="Content">Its text.</param>
public readonly record struct HistoryRow(long Id, string Content);
