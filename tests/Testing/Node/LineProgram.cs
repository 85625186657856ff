using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing.Processes;

namespace Testing.Node;

/// <summary>
/// A program in another language, asked and answering in JSON lines (see <c>node/lines.mjs</c>). Every call has a deadline; when the program
/// ends, the calls under way fail with what it wrote to stderr.
/// </summary>
public sealed class LineProgram : IAsyncDisposable
{
    /// <summary>What a call may take beyond the time that it was given itself.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly Lock _writing = new();
    private readonly CapturedOutput _errors = new();
    private readonly Process _process;
    private readonly Task _reading;
    private long _last;
    private volatile bool _ended;

    private LineProgram(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += _errors.Add;
        _process.BeginErrorReadLine();
        _reading = ReadAsync();
    }

    /// <summary>Starts a program of <c>tests/Testing/node</c> by its file name.</summary>
    public static LineProgram StartNode(string file)
    {
        var directory = Path.Combine(BuildOutput.Root, "tests", "Testing", "node");
        return Directory.Exists(Path.Combine(directory, "node_modules"))
            ? Start("node", directory, file, "Node.js could not be started: install version 20 or later, so that \"node\" is on the PATH.")
            : throw new InvalidOperationException($"The packages of the Node.js programs are missing: run \"npm ci\" in {directory}.");
    }

    /// <summary>Starts a program of <c>tests/Testing/python</c> by its file name.</summary>
    public static LineProgram StartPython(string file)
    {
        // The environment variable is set by tests/run.sh: the first Python on the PATH may not be the one with the client.
        var python = Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } given ? given : "/usr/bin/python3";
        var directory = Path.Combine(BuildOutput.Root, "tests", "Testing", "python");
        return Start(python, directory, file, $"{python} could not be started: install Python 3, or set the environment variable PYTHON to its path.");
    }

    /// <summary>Asks for an operation.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="request">An object with its arguments.</param>
    /// <param name="timeout">How long the operation itself may take; it is told so.</param>
    /// <param name="limit">How long the operation may take if it is not told.</param>
    public async Task<JsonElement> CallAsync(string operation, object? request = null, TimeSpan? timeout = null, TimeSpan? limit = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        var line = request is null ? [] : JsonSerializer.SerializeToNode(request, Web)!.AsObject();
        line["id"] = id;
        line["op"] = operation;
        if (timeout is { } own)
        {
            line["timeout"] = own.TotalMilliseconds;
        }
        var patience = (timeout ?? limit ?? TimeSpan.FromSeconds(10)) + Slack;
        try
        {
            Write(line);
            return await answer.Task.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{operation} was not answered within {patience.TotalSeconds} s: {line.ToJsonString()}\n{_errors}");
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    private static LineProgram Start(string interpreter, string directory, string file, string whatIsMissing)
    {
        var start = new ProcessStartInfo(interpreter)
        {
            ArgumentList = { file },
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new LineProgram(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(whatIsMissing, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _reading.ConfigureAwait(false);
        _process.Dispose();
    }

    private void Write(JsonObject line)
    {
        try
        {
            lock (_writing)
            {
                _process.StandardInput.WriteLine(line.ToJsonString());
                _process.StandardInput.Flush();
            }
        }
        catch (IOException)
        {
            // Its end is noticed by the reader.
        }
        if (_ended)
        {
            Fail();
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var answer = JsonElement.Parse(line);
            if (answer.GetProperty("id").ValueKind != JsonValueKind.Number
                || !_pending.TryGetValue(answer.GetProperty("id").GetInt64(), out var pending))
            {
                continue;
            }
            if (answer.TryGetProperty("error", out var error))
            {
                pending.TrySetException(new LineProgramException(error.GetString()!));
            }
            else
            {
                pending.TrySetResult(answer.GetProperty("result"));
            }
        }
        _ended = true;
        Fail();
    }

    private void Fail()
    {
        foreach (var pending in _pending.Values)
        {
            pending.TrySetException(new LineProgramException($"The program has ended.\n{_errors}"));
        }
    }
}
