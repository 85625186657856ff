using System.Text.Json;
using Cluster.Protos;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Primary.Hosting;
using Primary.Operations;

namespace Primary.Tests;

public sealed class RestartEndpointTests
{
    [TestCase(null, null, "X-Cluster-Control does not carry")]
    [TestCase("", null, "X-Cluster-Control does not carry")]
    [TestCase("1", null, "X-Cluster-Control does not carry")]
    [TestCase("TOKEN0", null, "X-Cluster-Control does not carry")]
    [TestCase(null, "http://localhost:2999", "X-Cluster-Control does not carry")]
    [TestCase("TOKEN", "http://evil.example", "another origin")]
    [TestCase("TOKEN", "http://localhost.evil.example", "another origin")]
    [TestCase("TOKEN", "null", "another origin")]
    [TestCase("TOKEN", "", "another origin")]
    public async Task Post_FromAnotherUserOrAWebPage_IsForbidden(string? header, string? origin, string reason)
    {
        await using var parts = Ready();

        var (status, body) = await PostAsync(parts, header, origin);

        Assert.That(status, Is.EqualTo(403));
        Assert.That(body.GetProperty("error").GetString(), Does.Contain(reason));
        Assert.That(parts.Restart.Report, Is.Null, "nothing was begun");
    }

    [TestCase(null)]
    [TestCase("http://localhost:2999")]
    [TestCase("http://127.0.0.1:2999")]
    [TestCase("http://[::1]:2999")]
    public async Task Post_WithTheToken_Begins(string? origin)
    {
        await using var parts = Ready();

        var (status, body) = await PostAsync(parts, "TOKEN", origin);

        Assert.That(status, Is.EqualTo(202));
        Assert.That(body.GetProperty("workers").GetInt32(), Is.EqualTo(2));
        Assert.That(parts.Restart.Report, Is.Not.Null);
        await parts.Restart.Running.Within();
    }

    [Test]
    public async Task Post_WorkerNotReady_Is409()
    {
        await using var parts = new PrimaryParts();

        var (status, body) = await PostAsync(parts, "TOKEN");

        Assert.That(status, Is.EqualTo(409));
        Assert.That(body.GetProperty("error").GetString(), Is.EqualTo("worker 0 does not serve yet"));
    }

    [Test]
    public async Task Post_LogDoesNotCommit_Is409()
    {
        await using var parts = Ready();
        await parts.Links.Writer.DisposeAsync();

        var (status, body) = await PostAsync(parts, "TOKEN");

        Assert.That(status, Is.EqualTo(409));
        Assert.That(body.GetProperty("error").GetString(), Does.Contain("log"));
    }

    [Test]
    public void HangUp_WithATerminal_Stops()
    {
        var (stopped, restarted) = (0, 0);

        HangUp.Act(hasTerminal: true, () => stopped++, () => $"{restarted++}", NullLogger.Instance);

        Assert.That((stopped, restarted), Is.EqualTo((1, 0)));
    }

    [TestCase(null, 0)]
    [TestCase("worker 1 does not serve yet", 1)]
    public void HangUp_WithoutATerminal_RestartsOrSaysWhyNot(string? reason, int warnings)
    {
        var logs = new FakeLogCollector();
        var (stopped, restarted) = (0, 0);

        HangUp.Act(
            hasTerminal: false,
            () => stopped++,
            () =>
            {
                restarted++;
                return reason;
            },
            new FakeLogger(logs));

        Assert.That((stopped, restarted, logs.CountOf(319)), Is.EqualTo((0, 1, warnings)));
    }

    /// <summary>A primary that takes its workers, of which there is none, for ready.</summary>
    private static PrimaryParts Ready()
    {
        var parts = new PrimaryParts();
        parts.Registry.Ready(new Hello { Index = 0 }, new Ready());
        parts.Registry.Ready(new Hello { Index = 1 }, new Ready());
        return parts;
    }

    private static async Task<(int Status, JsonElement Body)> PostAsync(PrimaryParts parts, string? header, string? origin = null)
    {
        var folder = Directory.CreateTempSubdirectory("primary-");
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = body;
        using var directory = DataDirectory.Open(Path.Combine(folder.FullName, "data"));
        var token = ControlToken.Create(directory);
        if (header is not null)
        {
            var right = await File.ReadAllTextAsync(ControlToken.PathIn(directory.Path));
            context.Request.Headers["X-Cluster-Control"] = header.Replace("TOKEN", right, StringComparison.Ordinal);
        }
        if (origin is not null)
        {
            context.Request.Headers.Origin = origin;
        }
        await RestartEndpoint.Post(context.Request, new ControlGuard(token), new RestartCommand(parts.Supervisor, parts.Links), parts.Restart).ExecuteAsync(context).Within();
        using var document = JsonDocument.Parse(body.ToArray());
        folder.Delete(recursive: true);
        return (context.Response.StatusCode, document.RootElement.Clone());
    }
}
