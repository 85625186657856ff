using Primary.Supervision;

namespace Primary.Tests;

public sealed class BackOffTests
{
    [Test]
    public void After_CrashesInARow_DoublesUpToTenSeconds()
    {
        var backOff = new BackOff();

        var waits = Enumerable.Range(0, 9).Select(_ => backOff.After(TimeSpan.FromSeconds(1)).TotalMilliseconds);

        Assert.That(waits, Is.EqualTo([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]));
    }

    [Test]
    public void After_AGoodRun_BeginsAnew()
    {
        var backOff = new BackOff();
        for (var i = 0; i < 5; i++)
        {
            backOff.After(TimeSpan.Zero);
        }

        Assert.That(backOff.After(TimeSpan.FromSeconds(10)).TotalMilliseconds, Is.EqualTo(100));
        Assert.That(backOff.After(TimeSpan.FromSeconds(9.9)).TotalMilliseconds, Is.EqualTo(200));
    }
}
