namespace SocketIO.Limits;

/// <summary>
/// So many at once, and so many a second in the long run. It is one number, the time at which all that was taken is paid for,
/// so that every connection can have one. Not thread-safe.
/// </summary>
internal struct TokenBucket
{
    private long _paidAt;

    /// <summary>Takes some, and gives how long to wait for them; zero or less for not at all.</summary>
    /// <param name="now">The time, in the unit of the cost.</param>
    /// <param name="cost">The time in which one comes back.</param>
    /// <param name="burst">How many may be taken at once.</param>
    /// <param name="count">How many are taken.</param>
    public long Take(long now, long cost, int burst, long count = 1)
    {
        _paidAt = Math.Max(_paidAt, now) + (cost * count);
        return _paidAt - now - (burst * cost);
    }
}
