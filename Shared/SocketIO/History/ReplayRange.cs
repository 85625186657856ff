namespace SocketIO.History;

/// <summary>Where a replay begins.</summary>
/// <param name="After">The id behind which it begins.</param>
/// <param name="LeftOutEvent">The event that says so, if something before it is left out.</param>
internal readonly record struct ReplayRange(long After, string? LeftOutEvent)
{
    /// <summary>From an id on, but no more than the limit allows.</summary>
    public static ReplayRange Of(long after, long upTo, ReplayLimit? limit) =>
        limit is not null && upTo - after > limit.Events
            ? new ReplayRange(upTo - limit.Events, limit.LeftOutEvent)
            : new ReplayRange(after, null);
}
