using Primary.Hosting;
using Primary.Supervision;

namespace Primary.Tests;

public sealed class WorkerLauncherTests
{
    [Test]
    public void Describe_Worker_GetsItsPlaceByEnvironmentOnly()
    {
        using var folder = new TempFolder();
        // A path that is too long for a socket: then there is a token to keep off the command line.
        using var directory = DataDirectory.Open(folder.File(new string('x', 100)));
        var relay = RelayEndpoint.Choose(directory);
        var options = new PrimaryOptions { Worker = "/app/Worker.dll", Workers = 3, Port = 4000, Host = "::1", OrphanTimeout = TimeSpan.FromSeconds(2.5) };

        var start = new WorkerLauncher(options, relay).Describe(1, replaces: false);

        Assert.That(start.ArgumentList, Is.EqualTo(["/app/Worker.dll"]));
        Assert.That(start.Environment["ASPNETCORE_URLS"], Is.EqualTo("http://[::1]:4001"));
        Assert.That(start.Environment["CLUSTER_RELAY"], Is.EqualTo(relay.Address));
        Assert.That(start.Environment["CLUSTER_WORKER"], Is.EqualTo("1"));
        Assert.That(start.Environment["CLUSTER_PORT"], Is.EqualTo("4001"));
        Assert.That(start.Environment["CLUSTER_FIRST_PORT"], Is.EqualTo("4000"));
        Assert.That(start.Environment["CLUSTER_WORKERS"], Is.EqualTo("3"));
        Assert.That(start.Environment["CLUSTER_ORPHAN_TIMEOUT"], Is.EqualTo("2.5"));
        Assert.That(start.Environment["CLUSTER_TOKEN"], Is.EqualTo(relay.Token).And.Length.EqualTo(64));
        Assert.That(start.Environment["CLUSTER_REPLACES"], Is.Null);
        Assert.That((start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute), Is.EqualTo((false, false, false)));
        relay.Delete(directory);
    }

    [Test]
    public void Describe_ProcessThatReplacesAnother_IsToldSo()
    {
        using var folder = new TempFolder();
        using var directory = DataDirectory.Open(folder.Path);

        var start = new WorkerLauncher(new PrimaryOptions { Worker = "/app/worker" }, RelayEndpoint.Choose(directory)).Describe(0, replaces: true);

        Assert.That(start.Environment["CLUSTER_REPLACES"], Is.EqualTo("1"));
    }

    [Test]
    public void Describe_Executable_IsStartedItself()
    {
        using var folder = new TempFolder();
        using var directory = DataDirectory.Open(folder.Path);

        var start = new WorkerLauncher(new PrimaryOptions { Worker = "/app/worker" }, RelayEndpoint.Choose(directory)).Describe(0, replaces: false);

        Assert.That(start.FileName, Is.EqualTo("/app/worker"));
        Assert.That(start.ArgumentList, Is.Empty);
    }
}
