namespace Client.Tests.Recovery.Servers;

/// <summary>The test worker as a server of its own on two ports, with its log in a file.</summary>
internal sealed class SingleServer : IRecoveryServer
{
    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Next(2);
    private readonly RecoverySettings _settings;
    private ProgramRun _run;

    private SingleServer(RecoverySettings settings)
    {
        _settings = settings;
        _run = Start();
    }

    public bool IsCluster => false;

    private string Database => _folder.File("server.db");

    public static async Task<IRecoveryServer> StartAsync(RecoverySettings settings)
    {
        var server = new SingleServer(settings);
        await Listening.WaitAsync(server, () => server._run.HasExited);
        return server;
    }

    public int Port(int place) => _port + place;

    public async Task EndProcessAsync(int place, Signal signal)
    {
        await _run.EndAsync(signal);
        await _run.DisposeAsync();
    }

    public async Task WaitForProcessAsync(int place)
    {
        _run = Start();
        await Listening.WaitAsync(this, () => _run.HasExited);
    }

    public async Task RestartPrimaryAsync()
    {
        for (var life = 0; life < 2; life++)
        {
            await EndProcessAsync(0, Signal.Kill);
            await WaitForProcessAsync(0);
        }
    }

    public Task ForgetEventsAsync(NodeSocket helper) => LogFlood.ForgetAsync(helper, Database);

    public Task WaitForEndOfSessionAsync(string id) => ServerDatabase.WaitForEndOfSessionAsync(Database, id);

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    public override string ToString() => _run.ToString();

    private ProgramRun Start()
    {
        var environment = _settings.Environment;
        environment["TEST_RECOVERY_DATABASE"] = Database;
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_port};http://127.0.0.1:{_port + 1}";
        return new ProgramRun("dotnet", [BuildOutput.TestWorker], environment, Path.GetDirectoryName(BuildOutput.TestWorker));
    }
}
