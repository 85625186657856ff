namespace Primary.Supervision;

/// <summary>How long to wait before a crashed worker is started again: doubling, and forgiven after a good run.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodRun = TimeSpan.FromSeconds(10);

    private TimeSpan _next = First;

    /// <summary>The wait after a process that ran for <paramref name="lifetime"/>.</summary>
    public TimeSpan After(TimeSpan lifetime)
    {
        if (lifetime >= GoodRun)
        {
            _next = First;
        }
        var wait = _next;
        _next = wait * 2 < Longest ? wait * 2 : Longest;
        return wait;
    }
}
