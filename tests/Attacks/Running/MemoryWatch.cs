using System.Diagnostics;

namespace Attacks.Running;

/// <summary>The resident memory of processes together, in bytes, and the most that it was.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly int[] _processes;
    private readonly Timer _timer;
    private long _peak;

    public MemoryWatch(int[] processes)
    {
        _processes = processes;
        Before = Now(processes);
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public long Before { get; }

    /// <summary>Gives the most that it was.</summary>
    public long Stop()
    {
        _timer.Dispose();
        Look();
        return Interlocked.Read(ref _peak);
    }

    public void Dispose() => _timer.Dispose();

    public static long Now(IEnumerable<int> processes) => processes.Sum(id =>
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64;
        }
        catch (ArgumentException)
        {
            // It has ended.
            return 0;
        }
    });

    private void Look()
    {
        var now = Now(_processes);
        long peak;
        while (now > (peak = Interlocked.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, now, peak) != peak)
        {
        }
    }
}
