using System.Net;
using System.Net.Sockets;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class RefusalTests : ClusterTest
{
    [TestCase(0)]
    [TestCase(1)]
    public async Task Start_WorkerPortInUse_SaysWhich(int worker)
    {
        var cluster = Prepare();
        using var other = new TcpListener(IPAddress.Loopback, cluster.Port + worker);
        other.Start();

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain($"ort {cluster.Port + worker} is in use"));
    }

    [Test]
    public async Task Start_ControlPortInUse_SaysSo()
    {
        var cluster = Prepare();
        using var other = new TcpListener(IPAddress.Loopback, cluster.ControlPort);
        other.Start();

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain($"control port {cluster.ControlPort} is in use"));
    }

    [Test]
    public async Task Start_DataDirectoryBelowAFile_SaysThatItCannotBeWritten()
    {
        var cluster = Prepare(new ClusterSettings { Data = "file/data" });
        var file = Path.GetDirectoryName(cluster.DataDirectory)!;
        await File.WriteAllTextAsync(file, "no directory");

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.DataDirectory).And.Contain("cannot be written"));
    }

    [Test]
    public async Task Start_DataDirectoryIsAFile_SaysThatItCannotBeWritten()
    {
        var cluster = Prepare();
        await File.WriteAllTextAsync(cluster.DataDirectory, "no directory");

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.DataDirectory).And.Contain("cannot be written"));
    }

    [Test]
    public async Task Start_DatabaseIsADirectory_SaysThatItCannotBeWritten()
    {
        var cluster = Prepare();
        Directory.CreateDirectory(cluster.Database);

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.Database).And.Contain("cannot be written"));
    }

    [Test]
    public async Task Start_DataDirectoryOfAnotherPrimary_SaysSoAndLeavesThatAlone()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        var second = Prepare();

        var run = second.Start("--data", cluster.DataDirectory);
        var sentence = await Refusal.ReadAsync(second, run);

        Assert.That(sentence, Does.Contain("primary").And.Contain(cluster.DataDirectory));
        var after = await cluster.HealthAsync();
        Assert.That(after.IsReady, Is.True);
        Assert.That(after.Workers, Is.EqualTo(before.Workers));
    }

    [Test]
    public async Task Start_DatabaseLocked_SaysSo()
    {
        var cluster = await PrepareWithDatabaseAsync();
        await using var connection = Sqlite.Open(cluster.Database);
        Sqlite.Execute(connection, "BEGIN EXCLUSIVE");

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.Database).And.Contain("locked"));
    }

    [Test]
    public async Task Start_DatabaseOfGarbage_SaysDamagedAndKeepsTheFile()
    {
        var cluster = Prepare();
        Directory.CreateDirectory(cluster.DataDirectory);
        var garbage = Enumerable.Range(0, 20_000).Select(i => (byte)(i * 31)).ToArray();
        await File.WriteAllBytesAsync(cluster.Database, garbage);

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.Database).And.Contain("damaged"));
        Assert.That(await File.ReadAllBytesAsync(cluster.Database), Is.EqualTo(garbage));
    }

    [Test]
    public async Task Start_DatabaseWithOverwrittenPages_SaysDamaged()
    {
        var cluster = await PrepareWithDatabaseAsync();
        await using (var file = new FileStream(cluster.Database, FileMode.Open, FileAccess.Write))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xEE, (int)file.Length - 4096).ToArray());
        }

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.Database).And.Contain("damaged"));
    }

    [Test]
    public async Task Start_DatabaseOfANewerVersion_SaysSo()
    {
        var cluster = await PrepareWithDatabaseAsync();
        await using (var connection = Sqlite.Open(cluster.Database))
        {
            Sqlite.Execute(connection, "PRAGMA user_version = 1000");
        }

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start());

        Assert.That(sentence, Does.Contain(cluster.Database).And.Contain("1000"));
    }

    /// <summary>A directory in which a cluster has run and was stopped.</summary>
    private async Task<ClusterProcess> PrepareWithDatabaseAsync()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });
        cluster.SignalPrimary(Signal.Terminate);
        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero);
        return cluster;
    }
}
