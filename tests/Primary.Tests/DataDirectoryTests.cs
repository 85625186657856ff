using System.Runtime.Versioning;
using Primary.Hosting;

namespace Primary.Tests;

public sealed class DataDirectoryTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Open_NewDirectory_IsMadeWithAPrivateOneInIt()
    {
        using var directory = DataDirectory.Open(_folder.File("a/b"));

        Assert.That(directory.Path, Is.EqualTo(_folder.File("a/b")));
        Assert.That(directory.Database, Is.EqualTo(_folder.File("a/b/cluster.db")));
        Assert.That(System.IO.Directory.Exists(directory.Run), Is.True);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(directory.Run), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(File.GetUnixFileMode(directory.Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(File.GetUnixFileMode(_folder.File("a/b/primary.lock")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void Open_LockThatOthersMayOpen_IsClosedToThem()
    {
        File.WriteAllText(_folder.File("primary.lock"), "");
        File.SetUnixFileMode(_folder.File("primary.lock"), (UnixFileMode)0b110_100_100);

        using var directory = DataDirectory.Open(_folder.Path);

        Assert.That(File.GetUnixFileMode(_folder.File("primary.lock")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Open_RunDirectoryIsOpenToOthers_IsClosedToThem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        System.IO.Directory.CreateDirectory(_folder.File("run"));
        File.SetUnixFileMode(_folder.File("run"), (UnixFileMode)0b111_111_111);

        using var directory = DataDirectory.Open(_folder.Path);

        Assert.That(File.GetUnixFileMode(directory.Run), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void Open_Twice_SecondIsTurnedAwayInASentence()
    {
        using var first = DataDirectory.Open(_folder.Path);

        Assert.That(() => DataDirectory.Open(_folder.Path), Throws.TypeOf<PrimaryException>()
            .With.Message.EqualTo($"Another primary runs on the data directory {_folder.Path}; stop it or choose another --data."));
    }

    [Test]
    public void Open_AfterTheFirstIsGone_Succeeds()
    {
        DataDirectory.Open(_folder.Path).Dispose();

        using var second = DataDirectory.Open(_folder.Path);

        Assert.That(System.IO.Directory.Exists(second.Run), Is.True);
    }

    [Test]
    public void Open_PathIsAFile_SaysThatItCannotBeWritten()
    {
        File.WriteAllText(_folder.File("data"), "");

        Assert.That(() => DataDirectory.Open(_folder.File("data")), Throws.TypeOf<PrimaryException>()
            .With.Message.StartsWith($"The data directory {_folder.File("data")} cannot be written: "));
    }

    [Test]
    public void Open_LockIsADirectory_SaysThatItCannotBeWritten()
    {
        System.IO.Directory.CreateDirectory(_folder.File("primary.lock"));

        Assert.That(() => DataDirectory.Open(_folder.Path), Throws.TypeOf<PrimaryException>().With.Message.StartsWith($"The data directory {_folder.Path} cannot be written: "));
    }

    [Test]
    public void Dispose_LeavesTheLockFileAndNoEmptyRunDirectory()
    {
        DataDirectory.Open(_folder.Path).Dispose();

        Assert.That(File.Exists(_folder.File("primary.lock")), Is.True);
        Assert.That(System.IO.Directory.Exists(_folder.File("run")), Is.False);
    }

    [Test]
    public void Dispose_SomethingLeftInTheRunDirectory_StaysThere()
    {
        using (var directory = DataDirectory.Open(_folder.Path))
        {
            File.WriteAllText(Path.Combine(directory.Run, "workers.json"), "[]");
        }

        Assert.That(File.Exists(_folder.File("run/workers.json")), Is.True);
    }
}
