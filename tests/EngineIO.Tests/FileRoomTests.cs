using EngineIO.Limits;

namespace EngineIO.Tests;

public sealed class FileRoomTests
{
    [TestCase(1_048_576, 200, 1_048_216, 698_811)]
    [TestCase(512, 152, 200, 134)]
    [TestCase(100, 90, 8, 6)]
    public void Of_LimitAndFiles_LeavesSomeForTheProcess(int limit, int open, int connections, int sessions)
    {
        var room = FileRoom.Of(limit, open);

        Assert.That((room.Connections, room.Sessions), Is.EqualTo((connections, sessions)));
    }

    [TestCase("Max open files            1024                 524288               files     ", 1024)]
    [TestCase("Max open files            unlimited            unlimited            files     ", null)]
    [TestCase("Max file size             1024                 unlimited            bytes     ", null)]
    public void LimitOf_FileOfAProcess_IsTheSoftOne(string line, int? limit) =>
        Assert.That(FileRoom.LimitOf(["Limit                     Soft Limit           Hard Limit           Units     ", line]), Is.EqualTo(limit));

    [Test]
    [Platform("Linux")]
    public void Current_OnLinux_IsKnown() => Assert.That(FileRoom.Current, Is.Not.Null);
}
