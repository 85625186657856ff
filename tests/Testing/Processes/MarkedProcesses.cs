using System.Globalization;
using System.Text;

namespace Testing.Processes;

/// <summary>
/// Finds every process that descends from one that a test started, orphans included, by a mark in the environment that
/// children inherit.
/// </summary>
internal sealed class MarkedProcesses
{
    private const string Name = "CLUSTER_TEST_MARK";

    private readonly string _mark = Guid.NewGuid().ToString("N");

    /// <summary>Marks a process that is to be started.</summary>
    public void Mark(IDictionary<string, string?> environment) => environment[Name] = _mark;

    /// <summary>The living ones; a zombie is none.</summary>
    public IReadOnlyList<int> Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The multi-process tests find what is left running under /proc; run them on Linux.");
        }
        var wanted = Encoding.UTF8.GetBytes($"{Name}={_mark}");
        return [.. Pids().Where(pid => Has(pid, wanted))];
    }

    /// <summary>Ends them all, and waits until they are gone.</summary>
    public async Task KillAsync()
    {
        await Eventually.TrueAsync(
            () =>
            {
                var living = Find();
                foreach (var pid in living)
                {
                    Signal.Kill.TrySend(pid);
                }
                return living.Count == 0;
            },
            "the end of every process that the test started").ConfigureAwait(false);
    }

    private static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && pid != Environment.ProcessId);

    private static bool Has(int pid, byte[] wanted)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or belongs to somebody else.
            return false;
        }
    }
}
