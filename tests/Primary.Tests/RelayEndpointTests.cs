using System.Net;
using System.Net.Sockets;
using Primary.Hosting;

namespace Primary.Tests;

public sealed class RelayEndpointTests
{
    private TempFolder _folder = null!;
    private DataDirectory _directory = null!;

    [SetUp]
    public void Create() => _folder = new TempFolder();

    [TearDown]
    public void Remove()
    {
        _directory.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Choose_ShortPath_IsASocketInThePrivateDirectory()
    {
        _directory = DataDirectory.Open(_folder.Path);
        if (OperatingSystem.IsWindows())
        {
            Assert.That(RelayEndpoint.Choose(_directory).SocketPath, Is.Null);
            return;
        }

        var relay = RelayEndpoint.Choose(_directory);

        Assert.That(relay.SocketPath, Is.EqualTo(Path.Combine(_directory.Run, "relay.sock")));
        Assert.That(relay.Address, Is.EqualTo("unix:" + relay.SocketPath));
        Assert.That(relay.Token, Is.Empty);
    }

    [Test]
    public void Choose_SocketOfAKilledPrimary_IsRemoved()
    {
        _directory = DataDirectory.Open(_folder.Path);
        var path = Path.Combine(_directory.Run, "relay.sock");
        File.WriteAllText(path, "");

        RelayEndpoint.Choose(_directory).Delete(_directory);

        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void Choose_LongPath_IsALoopbackPortWithAToken()
    {
        OpenLong();

        var relay = RelayEndpoint.Choose(_directory);

        Assert.That(relay.SocketPath, Is.Null);
        Assert.That(relay.Address, Is.EqualTo($"http://127.0.0.1:{relay.Port}"));
        Assert.That(relay.Port, Is.InRange(1, 65_535));
        Assert.That(relay.Token, Has.Length.EqualTo(64));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(StoredPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void Choose_AfterAKilledPrimary_IsTheSamePlace()
    {
        OpenLong();
        var former = RelayEndpoint.Choose(_directory);

        var next = RelayEndpoint.Choose(_directory);

        Assert.That((next.Port, next.Token), Is.EqualTo((former.Port, former.Token)));
    }

    [Test]
    public void Choose_FormerPortIsTakenBySomebodyElse_IsAnother()
    {
        OpenLong();
        var former = RelayEndpoint.Choose(_directory);
        using var listener = new TcpListener(IPAddress.Loopback, former.Port);
        listener.Start();

        var next = RelayEndpoint.Choose(_directory);

        Assert.That(next.Port, Is.Not.EqualTo(former.Port));
        Assert.That(next.Token, Is.Not.EqualTo(former.Token));
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"Port":0,"Token":"abc"}""")]
    [TestCase("""{"Port":70000,"Token":"abc"}""")]
    [TestCase("""{"Port":4000,"Token":""}""")]
    [TestCase("""{"Port":4000}""")]
    public void Choose_StoredPlaceMakesNoSense_IsANewOne(string stored)
    {
        OpenLong();
        File.WriteAllText(StoredPath, stored);

        var relay = RelayEndpoint.Choose(_directory);

        Assert.That(relay.Port, Is.InRange(1, 65_535));
        Assert.That(relay.Token, Has.Length.EqualTo(64));
    }

    [Test]
    public void Delete_Port_LeavesNothing()
    {
        OpenLong();
        RelayEndpoint.Choose(_directory).Delete(_directory);

        Assert.That(System.IO.Directory.GetFileSystemEntries(_directory.Run), Is.Empty);
    }

    private string StoredPath => Path.Combine(_directory.Run, "relay.json");

    /// <summary>Opens a directory whose path is too long for a socket.</summary>
    private void OpenLong() => _directory = DataDirectory.Open(_folder.File(new string('x', 100)));
}
