using System.Diagnostics;
using System.Globalization;
using Testing;

namespace Attacks.Running;

/// <summary>A <see cref="TalkProgram"/> that runs.</summary>
internal sealed class Talker : IAsyncDisposable
{
    private readonly Process _process;

    private Talker(Process process) => _process = process;

    /// <summary>Why it cannot go on, if it cannot.</summary>
    public string? Fault { get; private set; }

    /// <summary>Joins the chat and begins to talk.</summary>
    /// <param name="port">The worker's port.</param>
    /// <param name="after">The id of the last message that it has.</param>
    public static async Task<Talker> StartAsync(int port, long after)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])
        [
            typeof(Talker).Assembly.Location, TalkProgram.Name, port.ToString(CultureInfo.InvariantCulture), after.ToString(CultureInfo.InvariantCulture),
        ])
        {
            start.ArgumentList.Add(argument);
        }
        var talker = new Talker(Process.Start(start) ?? throw new InvalidOperationException("a well-behaved client could not be started"));
        try
        {
            // A line of its own says that it has joined.
            await talker.ReadAsync();
            return talker;
        }
        catch
        {
            await talker.DisposeAsync();
            throw;
        }
    }

    /// <summary>The milliseconds of all acknowledgements since the last call, the one that is waited for included.</summary>
    public async Task<List<double>> TakeAsync()
    {
        if (Fault is not null)
        {
            return [];
        }
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var line = await ReadAsync();
        if (line.StartsWith(TalkProgram.FaultMark, StringComparison.Ordinal))
        {
            Fault = line[TalkProgram.FaultMark.Length..];
            return [];
        }
        return [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().Within();
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1))
        ?? throw new InvalidOperationException("a well-behaved client has ended");
}
