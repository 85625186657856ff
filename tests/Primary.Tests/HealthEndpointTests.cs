using System.Data;
using System.Text.Json;
using Cluster.Protos;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Primary.Operations;
using SocketIO.Sequencer;

namespace Primary.Tests;

public sealed class HealthEndpointTests
{
    private static EmitEvent Emit => new("/", BroadcastTarget.Everyone, default);

    [Test]
    public async Task Get_SomeWorkerNotReady_Is503AndNamesAll()
    {
        await using var parts = new PrimaryParts();
        parts.Registry.Ready(new Hello { Index = 0 }, new Ready());

        var (status, report) = await GetAsync(parts);

        Assert.That(status, Is.EqualTo(503));
        Assert.That(report.GetProperty("status").GetString(), Is.EqualTo("not ready"));
        Assert.That(report.GetProperty("workers").EnumerateArray().Select(worker =>
            $"{worker.GetProperty("index")} {worker.GetProperty("pid")} {worker.GetProperty("port")} {worker.GetProperty("url")} {worker.GetProperty("state")} {worker.GetProperty("restarts")}"),
            Is.EqualTo(["0 0 3000 http://localhost:3000 Ready 0", "1 0 3001 http://localhost:3001 Starting 0"]));
    }

    [Test]
    public async Task Get_AllReady_Is200WithTheLog()
    {
        await using var parts = new PrimaryParts();
        parts.Registry.Ready(new Hello { Index = 0 }, new Ready());
        parts.Registry.Ready(new Hello { Index = 1 }, new Ready());
        parts.Log.Commit([new Submission("a", 1, Emit, new DurableAppend("k", "c")), new Submission("a", 2, Emit)]);

        var (status, report) = await GetAsync(parts);

        Assert.That(status, Is.EqualTo(200));
        Assert.That(report.GetProperty("status").GetString(), Is.EqualTo("ready"));
        Assert.That(report.GetProperty("pid").GetInt32(), Is.EqualTo(Environment.ProcessId));
        var log = report.GetProperty("log");
        Assert.That(log.GetProperty("epoch").GetString(), Is.EqualTo(parts.Log.Epoch));
        Assert.That((log.GetProperty("lastNumber").GetInt64(), log.GetProperty("lastDurableId").GetInt64()), Is.EqualTo((2L, 1L)));
        Assert.That((log.GetProperty("bytes").GetInt64(), log.GetProperty("queued").GetInt32()), Is.EqualTo((parts.Log.LogBytes, 0)));
        Assert.That(parts.Log.LogBytes, Is.Positive);
        Assert.That(log.GetProperty("state").GetString(), Is.EqualTo("Running"));
        Assert.That(log.TryGetProperty("fault", out _), Is.False);
    }

    [Test]
    public async Task Get_LogDoesNotCommit_Is503()
    {
        await using var parts = new PrimaryParts();
        parts.Registry.Ready(new Hello { Index = 0 }, new Ready());
        parts.Registry.Ready(new Hello { Index = 1 }, new Ready());
        await parts.Links.Writer.DisposeAsync();

        var (status, report) = await GetAsync(parts);

        Assert.That(status, Is.EqualTo(503));
        Assert.That(report.GetProperty("log").GetProperty("state").GetString(), Is.EqualTo("Stopped"));
    }

    [Test]
    public async Task Get_CommitsFail_Is503WithTheFaultAndWhatWaits()
    {
        await using var parts = new PrimaryParts();
        parts.Registry.Ready(new Hello { Index = 0 }, new Ready());
        parts.Registry.Ready(new Hello { Index = 1 }, new Ready());
        await using var other = new SqliteConnection($"Data Source={parts.Log.Database};Pooling=False");
        await other.OpenAsync().Within();
        await using var locking = await other.BeginTransactionAsync(IsolationLevel.Serializable).AsTask().Within();
        await parts.Links.Writer.EnqueueAsync(new Submission("a", 1, Emit));
        await Eventually.TrueAsync(() => parts.Links.Writer.State == LogWriterState.Faulted, "the fault");
        await parts.Links.Writer.EnqueueAsync(new Submission("a", 2, Emit));
        await parts.Links.Writer.EnqueueAsync(new Submission("a", 3, Emit));

        var (status, report) = await GetAsync(parts);
        await locking.RollbackAsync().Within();

        Assert.That(status, Is.EqualTo(503));
        var log = report.GetProperty("log");
        Assert.That((log.GetProperty("state").GetString(), log.GetProperty("queued").GetInt32()), Is.EqualTo(("Faulted", 2)));
        Assert.That(log.GetProperty("fault").GetString(), Is.Not.Empty);
        await Eventually.TrueAsync(() => parts.Log.LastNumber == 3, "the commits");
    }

    private static async Task<(int Status, JsonElement Report)> GetAsync(PrimaryParts parts)
    {
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = body;
        await HealthEndpoint.Get(parts.Registry, parts.Log, parts.Links, parts.Restart).ExecuteAsync(context).Within();
        using var document = JsonDocument.Parse(body.ToArray());
        return (context.Response.StatusCode, document.RootElement.Clone());
    }
}
