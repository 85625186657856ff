namespace Testing.Processes;

/// <summary>
/// A real cluster: the primary's program with its workers, on free ports and a data directory of its own. Disposing ends
/// every process of it, also those that a killed primary left.
/// </summary>
public sealed class ClusterProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly MarkedProcesses _marked = new();
    private readonly ClusterSettings _settings;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cluster-");
    private readonly List<PrimaryRun> _runs = [];

    private ClusterProcess(ClusterSettings settings)
    {
        _settings = settings;
        var first = FreePort.Next(settings.Workers + 1);
        ControlPort = first;
        Port = first + 1;
        DataDirectory = Path.Combine(_directory.FullName, settings.Data);
    }

    /// <summary>The first worker's port.</summary>
    public int Port { get; }

    /// <summary>The primary's own port.</summary>
    public int ControlPort { get; }

    /// <summary>Where the log lies.</summary>
    public string DataDirectory { get; }

    /// <summary>The log's file.</summary>
    public string Database => Path.Combine(DataDirectory, "cluster.db");

    /// <summary>The present or last process of the primary.</summary>
    public PrimaryRun Primary => _runs[^1];

    /// <summary>Starts a cluster and waits until it is ready.</summary>
    public static async Task<ClusterProcess> StartAsync(ClusterSettings? settings = null)
    {
        var cluster = new ClusterProcess(settings ?? new ClusterSettings());
        try
        {
            cluster.Start();
            await cluster.WaitUntilReadyAsync().ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes ready for a cluster without starting it.</summary>
    public static ClusterProcess Prepare(ClusterSettings? settings = null) => new(settings ?? new ClusterSettings());

    /// <summary>A worker's address.</summary>
    public string Url(int worker) => $"http://127.0.0.1:{Port + worker}";

    /// <summary>Starts the primary, again on the same ports and data.</summary>
    /// <param name="option">An option that is to be other than usual, or besides.</param>
    /// <param name="value">Its value.</param>
    public PrimaryRun Start(string? option = null, string? value = null)
    {
        var arguments = _settings.Arguments(Port, ControlPort, DataDirectory);
        if (option is not null)
        {
            arguments[option] = value;
        }
        return StartWith([.. arguments.SelectMany(pair => new[] { pair.Key, pair.Value }).OfType<string>()]);
    }

    /// <summary>Starts the primary with these arguments and no others.</summary>
    public PrimaryRun StartWith(params string[] arguments)
    {
        var run = new PrimaryRun(arguments, _directory.FullName, _settings, _marked);
        _runs.Add(run);
        return run;
    }

    /// <summary>Starts a second primary on the same ports and data, which is to refuse; <see cref="Primary"/> stays the first.</summary>
    public PrimaryRun StartRival()
    {
        var arguments = _settings.Arguments(Port, ControlPort, DataDirectory).SelectMany(pair => new[] { pair.Key, pair.Value }).OfType<string>();
        var rival = new PrimaryRun(arguments, _directory.FullName, _settings, _marked);
        _runs.Insert(0, rival);
        return rival;
    }

    /// <summary>Asks GET /health; <see langword="null"/> if nobody answers.</summary>
    public Task<HealthSnapshot?> TryHealthAsync() => HealthSnapshot.TryReadAsync(ControlPort);

    /// <summary>Asks GET /health, which must answer.</summary>
    public async Task<HealthSnapshot> HealthAsync() =>
        await TryHealthAsync().ConfigureAwait(false) ?? throw new InvalidOperationException($"/health does not answer.\n{this}");

    /// <summary>Waits until /health says what is wanted.</summary>
    public async Task<HealthSnapshot> WaitForHealthAsync(Func<HealthSnapshot, bool> wanted, string what, TimeSpan? timeout = null)
    {
        HealthSnapshot? health = null;
        try
        {
            await Eventually.TrueAsync(
                async () => Primary.HasExited
                    ? throw new InvalidOperationException("The primary has ended.")
                    : (health = await TryHealthAsync().ConfigureAwait(false)) is not null && wanted(health),
                what,
                timeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{exception.Message} The last health was {health}.\n{this}", exception);
        }
        return health!;
    }

    /// <summary>Waits until all workers serve and the primary has said so.</summary>
    public async Task<HealthSnapshot> WaitUntilReadyAsync(TimeSpan? timeout = null)
    {
        var health = await WaitForHealthAsync(health => health.IsReady, "the cluster's readiness", timeout).ConfigureAwait(false);
        var run = Primary;
        await Eventually.TrueAsync(() => run.Output.Lines.Any(line => line.StartsWith("cluster ready", StringComparison.Ordinal)), "the line \"cluster ready\"").ConfigureAwait(false);
        return health;
    }

    /// <summary>The process of a worker, as /health says.</summary>
    public async Task<int> WorkerPidAsync(int worker) => (await HealthAsync().ConfigureAwait(false)).Workers[worker].Pid;

    /// <summary>Sends a signal to a worker, and returns its process.</summary>
    public async Task<int> SignalWorkerAsync(int worker, Signal signal)
    {
        var pid = await WorkerPidAsync(worker).ConfigureAwait(false);
        signal.Send(pid);
        return pid;
    }

    /// <summary>Kills a worker and waits until another process has taken its place.</summary>
    public async Task KillWorkerAndWaitAsync(int worker)
    {
        var former = await SignalWorkerAsync(worker, Signal.Kill).ConfigureAwait(false);
        await WaitForHealthAsync(health => health.IsReady && health.Workers[worker].Pid != former, $"a new worker {worker}").ConfigureAwait(false);
    }

    /// <summary>Asks for a rolling restart, as it should be done.</summary>
    public async Task RestartAsync()
    {
        using var answer = await PostRestartAsync().ConfigureAwait(false);
        if (answer.StatusCode != System.Net.HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"POST /restart answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync().ConfigureAwait(false)}");
        }
    }

    /// <summary>Sends POST /restart, or another request to it.</summary>
    public async Task<HttpResponseMessage> PostRestartAsync(Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{ControlPort}/restart");
        request.Headers.Add("X-Cluster-Control", await File.ReadAllTextAsync(Path.Combine(DataDirectory, "run", "control")).ConfigureAwait(false));
        change?.Invoke(request);
        return await Http.SendAsync(request).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to the primary.</summary>
    public void SignalPrimary(Signal signal) => signal.Send(Primary.Pid);

    /// <summary>Kills the primary alone, and waits for its end.</summary>
    public async Task KillPrimaryAsync()
    {
        SignalPrimary(Signal.Kill);
        await Primary.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>Every process of the cluster that lives, the primary included.</summary>
    public IReadOnlyList<int> LivingProcesses() => _marked.Find();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _marked.KillAsync().ConfigureAwait(false);
        foreach (var run in _runs)
        {
            run.Dispose();
        }
        _directory.Delete(recursive: true);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _runs);
}
