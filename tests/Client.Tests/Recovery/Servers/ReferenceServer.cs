using System.Globalization;

namespace Client.Tests.Recovery.Servers;

/// <summary>Node's server: one process with the in-memory adapter, or a primary and two workers with the cluster adapter.</summary>
internal sealed class ReferenceServer : IRecoveryServer
{
    /// <summary>The in-memory adapter looks every minute for what has become too old.</summary>
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(60);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly int _port = FreePort.Next(2);
    private readonly int[] _former = new int[2];
    private readonly RecoverySettings _settings;
    private ProgramRun _run;

    private ReferenceServer(bool isCluster, RecoverySettings settings)
    {
        IsCluster = isCluster;
        _settings = settings;
        _run = Start();
    }

    public bool IsCluster { get; }

    public static async Task<IRecoveryServer> StartAsync(bool isCluster, RecoverySettings settings)
    {
        var server = new ReferenceServer(isCluster, settings);
        await Listening.WaitAsync(server, () => server._run.HasExited);
        return server;
    }

    public int Port(int place) => _port + place;

    public async Task EndProcessAsync(int place, Signal signal)
    {
        var pid = await PidAsync(place);
        _former[place] = pid;
        signal.Send(pid);
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{pid}") || _run.HasExited, "the end of the worker");
        if (!IsCluster)
        {
            await _run.DisposeAsync();
        }
    }

    public async Task WaitForProcessAsync(int place)
    {
        if (!IsCluster)
        {
            _run = Start();
        }
        await Listening.WaitAsync(this, () => _run.HasExited);
        await Eventually.TrueAsync(async () => await PidAsync(place) != _former[place], "a new process");
    }

    public async Task RestartPrimaryAsync()
    {
        // Its workers end with it, by themselves.
        await _run.EndAsync(Signal.Kill);
        await _run.DisposeAsync();
        _run = Start();
        await Listening.WaitAsync(this, () => _run.HasExited);
    }

    public async Task ForgetEventsAsync(NodeSocket helper)
    {
        // What is tested is this very time.
        await Task.Delay(_settings.Window + PurgeInterval + TimeSpan.FromSeconds(1));
        await helper.AskAsync("publish", "a room that nobody is in", "one more");
    }

    // Nothing shows it from outside.
    public Task WaitForEndOfSessionAsync(string id) => Task.Delay(_settings.Window + TimeSpan.FromSeconds(2));

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    public override string ToString() => _run.ToString();

    private async Task<int> PidAsync(int place)
    {
        try
        {
            return int.Parse(await Http.GetStringAsync($"http://127.0.0.1:{Port(place)}/pid"), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return _former[place];
        }
    }

    private ProgramRun Start()
    {
        var directory = Path.Combine(BuildOutput.Root, "tests", "Client.Tests", "Recovery", "reference");
        if (!Directory.Exists(Path.Combine(directory, "node_modules")))
        {
            throw new InvalidOperationException($"The reference's packages are missing: run \"npm ci\" in {directory}.");
        }
        return new ProgramRun(
            "node",
            [
                "server.mjs",
                IsCluster ? "cluster" : "single",
                _port.ToString(CultureInfo.InvariantCulture),
                RecoverySettings.Milliseconds(_settings.Window),
                RecoverySettings.Milliseconds(_settings.PingInterval),
                RecoverySettings.Milliseconds(_settings.PingTimeout),
            ],
            workingDirectory: directory);
    }
}
