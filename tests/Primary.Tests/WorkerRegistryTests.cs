using Cluster.Protos;
using Primary.Supervision;
using SocketIO.Sequencer;

namespace Primary.Tests;

/// <summary>Which instance a process is, and what follows when it is gone.</summary>
public sealed class WorkerRegistryTests
{
    private PrimaryParts _parts = null!;
    private WorkerProcess _process = null!;
    private SupervisedWorker _worker = null!;

    private Hello Hello => new() { Index = 0, Pid = _process.Pid, Instance = "abc" };

    [SetUp]
    public void Adopt()
    {
        _parts = new PrimaryParts();
        _process = LongProcess.Start();
        _worker = _parts.Registry.Supervised[0];
        _worker.Adopt(_process);
        _parts.Log.Commit([new Submission("abc", 1, new ConnectOperation { Namespace = "/", Sid = "s", Pid = "p", Window = TimeSpan.FromMinutes(1) })]);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var run in _worker.Runs)
        {
            run.Process.Kill();
        }
        _process.Dispose();
        await _parts.DisposeAsync();
    }

    [Test]
    public async Task Run_ProcessEnds_ItsInstanceIsGivenUpAndItsSessionsAreAway()
    {
        _parts.Registry.Attached(Hello);
        using var stopping = new CancellationTokenSource();
        // Before another process is started in its place.
        _parts.Registry.InstanceGone += _ => stopping.Cancel();

        _process.Kill();
        await _worker.RunAsync(stopping.Token).Within();

        await Eventually.TrueAsync(() => _parts.Log.IsGone("abc"), "it is given up");
        Assert.That(_parts.Log.Sessions, Is.EqualTo(new SessionCounts(0, 1)));
        Assert.That(_worker.Status.Pid, Is.Zero);
    }

    [Test]
    public async Task Forsake_ProcessThatAttachedAtTheLastMoment_GivesItsInstanceUp()
    {
        _parts.Registry.Attached(Hello);

        _worker.Forsake();

        await Eventually.TrueAsync(() => _parts.Log.IsGone("abc"), "it is given up");
    }

    [Test]
    public async Task Attached_ProcessIsNotTheWorkersAnyMore_GivesItsInstanceUp()
    {
        _parts.Registry.Attached(new Hello { Index = 0, Pid = _process.Pid + 1, Instance = "former" });

        await Eventually.TrueAsync(() => _parts.Log.IsGone("former"), "it is given up");
        Assert.That(_parts.Log.IsGone("abc"), Is.False);
    }

    [Test]
    public async Task Detached_StreamOnly_KeepsTheSessions()
    {
        _parts.Registry.Attached(Hello);
        _parts.Registry.Ready(Hello, new Ready());

        _parts.Registry.Detached(Hello);
        // Whatever the loss of the stream had led to would be committed before this.
        _parts.Links.GiveUp("another");
        await Eventually.TrueAsync(() => _parts.Log.IsGone("another"), "the other is given up");

        Assert.That(_parts.Registry.Workers[0].State, Is.EqualTo(WorkerState.Detached));
        Assert.That(_parts.Log.IsGone("abc"), Is.False);
        Assert.That(_parts.Log.Sessions, Is.EqualTo(new SessionCounts(1, 0)));
    }

    [Test]
    public void Close_AnybodyComes_IsRefused()
    {
        Assert.That(_parts.Registry.WhyRefuse(Hello), Is.Null);
        _parts.Registry.Close();
        Assert.That(_parts.Registry.WhyRefuse(Hello), Is.EqualTo("the cluster stops"));
    }
}
