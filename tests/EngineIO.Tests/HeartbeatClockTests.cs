using EngineIO.Sessions;

namespace EngineIO.Tests;

public sealed class HeartbeatClockTests
{
    private const long Interval = 300;
    private const long Timeout = 200;

    private static HeartbeatClock New() => new(Interval, Timeout, maxLateness: 40, now: 0);

    [Test]
    public void Tick_BeforeTheInterval_None() => Assert.That(New().Tick(299), Is.EqualTo(HeartbeatAction.None));

    [Test]
    public void Tick_PeerPings_ExpiresUnlessSomethingCame()
    {
        var clock = new HeartbeatClock(Interval, Interval + Timeout, maxLateness: 40, now: 0, peerPings: true);

        Assert.That(clock.Tick(499), Is.EqualTo(HeartbeatAction.None));
        clock.OnPacket(499);
        Assert.That(clock.Tick(998), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(999), Is.EqualTo(HeartbeatAction.Expire));
    }

    [Test]
    public void Tick_SlightlyLate_DeadlineFollowsTheSchedule()
    {
        var clock = New();

        Assert.That(clock.Tick(320), Is.EqualTo(HeartbeatAction.SendPing));
        Assert.That(clock.Tick(499), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(500), Is.EqualTo(HeartbeatAction.Expire));
    }

    [Test]
    public void Tick_VeryLate_DeadlineFollowsThePing()
    {
        var clock = New();

        Assert.That(clock.Tick(900), Is.EqualTo(HeartbeatAction.SendPing));
        Assert.That(clock.Tick(1099), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(1100), Is.EqualTo(HeartbeatAction.Expire));
    }

    [Test]
    public void OnPong_Awaited_RearmsTheInterval()
    {
        var clock = New();
        clock.Tick(300);
        clock.OnPong(350);

        Assert.That(clock.Tick(649), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(650), Is.EqualTo(HeartbeatAction.SendPing));
    }

    [Test]
    public void OnPacket_NoPongAwaited_ChangesNothing()
    {
        var clock = New();
        clock.OnPacket(299);

        Assert.That(clock.Tick(300), Is.EqualTo(HeartbeatAction.SendPing));
    }

    [Test]
    public void Resume_PongAwaited_StartsTheTimeoutAnew()
    {
        var clock = New();
        clock.Suspend();
        clock.Tick(300);
        Assert.That(clock.Tick(4999), Is.EqualTo(HeartbeatAction.SendPing), "the client still expects them");
        Assert.That(clock.Tick(5000), Is.EqualTo(HeartbeatAction.None));
        clock.Resume(5100);

        Assert.That(clock.Tick(5299), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(5300), Is.EqualTo(HeartbeatAction.Expire));
    }

    [Test]
    public void Forgive_PongAwaited_MovesTheDeadline()
    {
        var clock = New();
        clock.Tick(300);
        clock.Forgive(1000);

        Assert.That(clock.Tick(1499), Is.EqualTo(HeartbeatAction.None));
        Assert.That(clock.Tick(1500), Is.EqualTo(HeartbeatAction.Expire));
    }
}
