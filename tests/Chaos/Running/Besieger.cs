using System.Globalization;
using Testing.Processes;

namespace Chaos.Running;

/// <summary>Attacks the cluster's workers, each attack in turn, until it is disposed; in a process of its own.</summary>
internal sealed class Besieger : IAsyncDisposable
{
    private readonly ProgramRun _program;

    public Besieger(IEnumerable<int> ports, TimeSpan duration) => _program = new ProgramRun(
        "dotnet",
        [
            BuildOutput.Attacks, "besiege", "--ports", string.Join(',', ports),
            "--seconds", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ]);

    /// <summary>What it says of its attacks.</summary>
    public string Story => _program.Output.ToString();

    /// <summary>Why it did not attack to the end; <see langword="null"/> if it did.</summary>
    public string? Fault => _program.HasExited ? $"the attackers gave up: {_program.Errors}" : null;

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
