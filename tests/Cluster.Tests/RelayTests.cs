using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class RelayTests : ClusterTest
{
    private const string Deep = "a-directory-with-a-long-name/below-another-with-a-long-name/and-one-more-of-that-kind/and-the-last-one";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    [Test]
    public async Task Start_InADeepDirectory_WorksOverLoopback()
    {
        var cluster = await StartAsync(new ClusterSettings { Data = Deep });
        Assert.That(cluster.DataDirectory, Has.Length.GreaterThan(108));
        using var receiver = await WebSocketClient.ConnectAsync(cluster.Url(1));
        using var sender = await WebSocketClient.ConnectAsync(cluster.Url(0));

        await sender.EmitAsync("""["chat message","hello","key"]""");

        await receiver.ReceiveAsync("""42["chat message","hello",1,""");
    }

    [Test]
    public async Task Start_InADeepDirectoryAfterAKill_AdoptsTheWorkers()
    {
        var cluster = await StartAsync(new ClusterSettings { Data = Deep });
        var before = await cluster.HealthAsync();
        await cluster.KillPrimaryAsync();

        cluster.Start();
        var after = await cluster.WaitUntilReadyAsync();

        Assert.That(after.Workers.Select(worker => worker.Pid), Is.EqualTo(before.Workers.Select(worker => worker.Pid)));
    }

    [Test]
    public async Task Relay_OverLoopback_RefusesACallWithoutTheToken()
    {
        var cluster = await StartAsync(new ClusterSettings { Data = Deep });
        var file = Path.Combine(cluster.DataDirectory, "run", "relay.json");
        var relay = JsonElement.Parse(await File.ReadAllTextAsync(file));
        var url = $"http://127.0.0.1:{relay.GetProperty("Port").GetInt32()}/cluster.Cluster/Attach";

        Assert.Multiple(() =>
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(relay.GetProperty("Token").GetString(), Has.Length.EqualTo(64));
        });
        Assert.That(await CallAsync(url, token: null), Is.EqualTo("16"), "Unauthenticated");
        Assert.That(await CallAsync(url, token: "wrong"), Is.EqualTo("16"), "Unauthenticated");
        Assert.That(await CallAsync(url, relay.GetProperty("Token").GetString()), Is.EqualTo("3"), "InvalidArgument: let in, but there was no Hello");
    }

    [Test]
    public async Task Relay_OverASocket_LiesInADirectoryOfItsOwner()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });
        var run = Path.Combine(cluster.DataDirectory, "run");

        Assert.That(
            File.GetUnixFileMode(run),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(Directory.GetFiles(run, "*.sock"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Listeners_AskedForWhatIsNotTheirs_DoNotServeIt()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });
        using var health = await Http.GetAsync($"{cluster.Url(0)}/health");
        using var relayOnWorker = await Http.PostAsync($"{cluster.Url(0)}/cluster.Cluster/Attach", GrpcBody());
        using var relayOnControl = await Http.PostAsync($"http://127.0.0.1:{cluster.ControlPort}/cluster.Cluster/Attach", GrpcBody());
        using var page = await Http.GetAsync($"http://127.0.0.1:{cluster.ControlPort}/");

        Assert.Multiple(() =>
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(relayOnWorker.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(relayOnControl.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [TestCase("evil.example", HttpStatusCode.Forbidden)]
    [TestCase("localhost.evil.example", HttpStatusCode.Forbidden)]
    [TestCase("192.0.2.1", HttpStatusCode.Forbidden)]
    [TestCase("localhost", HttpStatusCode.OK)]
    [TestCase("127.0.0.1", HttpStatusCode.OK)]
    [TestCase("[::1]", HttpStatusCode.OK)]
    public async Task ControlPort_AskedUnderAName_AnswersToLoopbackNamesOnly(string host, HttpStatusCode expected)
    {
        var cluster = await SharedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{cluster.ControlPort}/health");
        request.Headers.Host = $"{host}:{cluster.ControlPort}";

        using var answer = await Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    private ClusterProcess? _shared;

    [OneTimeTearDown]
    public async Task EndSharedAsync()
    {
        if (_shared is not null)
        {
            await _shared.DisposeAsync();
        }
    }

    private async Task<ClusterProcess> SharedAsync() => _shared ??= await ClusterProcess.StartAsync(new ClusterSettings { Workers = 1 });

    private static async Task<string?> CallAsync(string url, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = GrpcBody(),
        };
        request.Headers.TE.ParseAdd("trailers");
        if (token is not null)
        {
            request.Headers.Add("x-cluster-token", token);
        }
        using var answer = await Http.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        var source = answer.TrailingHeaders.Contains("grpc-status") ? answer.TrailingHeaders : answer.Headers;
        return source.TryGetValues("grpc-status", out var values) ? values.Single() : null;
    }

    private static ByteArrayContent GrpcBody()
    {
        var body = new ByteArrayContent([]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return body;
    }
}
