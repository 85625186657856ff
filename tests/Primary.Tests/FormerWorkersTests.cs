using Primary.Hosting;
using Primary.Supervision;

namespace Primary.Tests;

public sealed class FormerWorkersTests
{
    private TempFolder _folder = null!;
    private DataDirectory _directory = null!;
    private FormerWorkers _former = null!;

    [SetUp]
    public void Create()
    {
        _folder = new TempFolder();
        _directory = DataDirectory.Open(_folder.Path);
        _former = new FormerWorkers(_directory);
    }

    [TearDown]
    public void Remove()
    {
        _directory.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Read_WhatWasWritten_IsTheSame()
    {
        FormerWorker[] workers = [new(0, 11, new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), "http://localhost:3000", "/w é.dll"), new(1, 12, DateTimeOffset.UnixEpoch, "u", "p")];

        _former.Write(workers);

        Assert.That(_former.Read(), Is.EqualTo(workers));
    }

    [Test]
    public void Write_Again_ReplacesTheListAndLeavesNoOtherFile()
    {
        _former.Write([new(0, 11, DateTimeOffset.UnixEpoch, "u", "p")]);
        _former.Write([]);

        Assert.That(_former.Read(), Is.Empty);
        Assert.That(System.IO.Directory.GetFiles(_directory.Run).Select(Path.GetFileName), Is.EqualTo(["workers.json"]));
    }

    [Test]
    public void Read_NoFile_IsEmpty() => Assert.That(_former.Read(), Is.Empty);

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("[null]")]
    [TestCase("""[{"Index":0,"Pid":1""")]
    public void Read_Garbage_IsEmpty(string text)
    {
        File.WriteAllText(Path.Combine(_directory.Run, "workers.json"), text);

        Assert.That(_former.Read(), Is.Empty);
    }

    [Test]
    public void Delete_LeavesNothing()
    {
        _former.Write([]);
        _former.Delete();
        _former.Delete();

        Assert.That(System.IO.Directory.GetFiles(_directory.Run), Is.Empty);
    }
}
