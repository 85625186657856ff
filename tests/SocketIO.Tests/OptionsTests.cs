using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Options;

namespace SocketIO.Tests;

public sealed class OptionsTests
{
    [Test]
    public void Validate_Defaults_AreTheReferences()
    {
        var options = new SocketIOOptions();

        Assert.That(Validate(options).Succeeded, Is.True);
        Assert.That(options.Path, Is.EqualTo("/socket.io/"));
        Assert.That(options.ServeClient, Is.True);
        Assert.That(options.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(45)));
        Assert.That(options.MaxAttachments, Is.EqualTo(10));
    }

    [Test]
    public void ConnectionStateRecovery_Default_IsTheReferencesWindow() =>
        Assert.That(new ConnectionStateRecoveryOptions().MaxDisconnectionDuration, Is.EqualTo(TimeSpan.FromMinutes(2)));

    [Test]
    public void Validate_ManyFaults_ReportsAll()
    {
        var options = new SocketIOOptions { Path = "x", ConnectTimeout = TimeSpan.Zero, MaxAttachments = -1, MaxPendingEvents = 0 };
        options.Engine.PingInterval = TimeSpan.Zero;
        options.Engine.MaxHttpBufferSize = 0;

        var failures = Validate(options).Failures!.ToArray();

        Assert.That(failures, Has.Length.EqualTo(6));
        foreach (var name in (string[])["Path", "ConnectTimeout", "MaxAttachments", "MaxPendingEvents", "PingInterval", "MaxHttpBufferSize"])
        {
            Assert.That(failures, Has.One.StartsWith(name));
        }
    }

    [Test]
    public void Validate_FaultyLimits_ReportsEach()
    {
        var options = new SocketIOOptions();
        var limits = options.Limits;
        limits.MaxNamespaces = limits.MaxNamespaceLength = limits.MaxPendingConnects = limits.ConnectBurst = limits.MessageBurst = limits.ByteBurst = 0;
        limits.ConnectsPerSecond = limits.MessagesPerSecond = limits.BytesPerSecond = double.NaN;
        limits.AttachmentTimeout = TimeSpan.Zero;

        var failures = Validate(options).Failures!.ToArray();

        Assert.That(failures, Has.Length.EqualTo(10));
        foreach (var name in (string[])["MaxNamespaces", "MaxNamespaceLength", "MaxPendingConnects", "ConnectsPerSecond", "ConnectBurst",
            "MessagesPerSecond", "MessageBurst", "BytesPerSecond", "ByteBurst", "AttachmentTimeout"])
        {
            Assert.That(failures, Has.One.StartsWith($"Limits.{name} must"));
        }
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("socket.io")]
    public void Validate_Path_MustNameSomething(string path) =>
        Assert.That(Validate(new SocketIOOptions { Path = path }).Failures, Is.EqualTo(["Path must begin with a slash and name something"]));

    [Test]
    public async Task Start_FaultyOptions_HostDoesNotStart()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SocketServer.StartAsync(configure: options => options.MaxPendingEvents = -1));

        Assert.That(thrown!.Failures, Is.EqualTo(["MaxPendingEvents must be at least 1"]));
    }

    [Test]
    public async Task MapSocketIO_WithoutTheServer_SaysWhatToCall()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(() => app.MapSocketIO(), Throws.InvalidOperationException.With.Message.Contains("AddSocketIO()"));
    }

    [TestCase("/other")]
    [TestCase("/other/")]
    [TestCase("/deep/er/")]
    public async Task Path_Other_IsServedThere(string path)
    {
        await using var server = await SocketServer.StartAsync(configure: options => options.Path = path);

        var open = await server.Http.GetStringAsync($"{path.TrimEnd('/')}/?EIO=4&transport=polling").Within();
        using var former = await server.Http.GetAsync("/socket.io/?EIO=4&transport=polling").Within();

        Assert.That(open, Does.StartWith("0{\"sid\":"));
        Assert.That(former.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
    }

    [Test]
    public async Task AddSocketIO_Twice_ConfiguresOneServer()
    {
        await using var server = await SocketServer.StartAsync(
            configure: options => options.MaxAttachments = 3,
            services: services => services.AddSocketIO(options => options.MaxPendingEvents = 7));

        Assert.That(server.Io.Options.MaxAttachments, Is.EqualTo(3));
        Assert.That(server.Io.Options.MaxPendingEvents, Is.EqualTo(7));
    }

    [Test]
    public async Task Of_Name_IsOneNamespaceWithOrWithoutSlash()
    {
        await using var server = await SocketServer.StartAsync();

        Assert.That(server.Io.Of("x"), Is.SameAs(server.Io.Of("/x")));
        Assert.That(server.Io.Of("/"), Is.SameAs(server.Io.Main));
        Assert.That(server.Io.Of("X"), Is.Not.SameAs(server.Io.Of("x")));
    }

    private static ValidateOptionsResult Validate(SocketIOOptions options) => new SocketIOOptionsValidator().Validate(null, options);
}
