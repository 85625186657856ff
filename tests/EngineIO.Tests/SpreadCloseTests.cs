using EngineIO.Sessions;

namespace EngineIO.Tests;

public sealed class SpreadCloseTests
{
    [TestCase(0, 0, 10, ExpectedResult = 0)]
    [TestCase(1, 0, 10, ExpectedResult = 1)]
    [TestCase(5, 0, 10, ExpectedResult = 1)]
    [TestCase(5, 1.9, 10, ExpectedResult = 1)]
    [TestCase(5, 2, 10, ExpectedResult = 2)]
    [TestCase(5, 7.9, 10, ExpectedResult = 4)]
    [TestCase(5, 8, 10, ExpectedResult = 5)]
    [TestCase(5, 60, 10, ExpectedResult = 5)]
    [TestCase(5, 0, 0, ExpectedResult = 5)]
    [TestCase(1_000_000, 1e-6, 600, ExpectedResult = 1)]
    public int Due_SomeTimeLater_IsTheirShare(int count, double elapsed, double window) =>
        SpreadClose.Due(count, TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(window));
}
