namespace EngineIO.Transports;

/// <summary>A GET that waits for packets.</summary>
internal sealed class Poll
{
    private readonly TaskCompletionSource<PollResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<PollResult> Result => _result.Task;

    public void Answer(PollResult result) => _result.TrySetResult(result);
}

/// <summary>How a poll is answered.</summary>
internal enum PollResult
{
    /// <summary>With what is queued; if that is nothing and the transport is closing, with a close packet.</summary>
    Packets,

    /// <summary>With a noop packet.</summary>
    Noop,

    /// <summary>With a close packet.</summary>
    Close,

    /// <summary>Not at all: the client has gone.</summary>
    Aborted,

    /// <summary>With an error, since another poll is open already.</summary>
    Overlap,
}
