using System.Text;

namespace Cluster.Relay.Tests;

/// <summary>What is alike for all workers is written once.</summary>
public sealed class WrittenEventsTests
{
    private readonly WrittenEvents _written = new();

    [Test]
    public void Get_OneEntryForTwoWorkers_IsWrittenOnce()
    {
        var first = _written.Get(Entry(7, "hi"));
        var second = _written.Get(Entry(7, "hi"));

        Assert.That(second, Is.SameAs(first));
        Assert.That((first.Event.Number, first.Event.Emit.Packet.ToStringUtf8()), Is.EqualTo((7L, "hi")));
    }

    [Test]
    public void Get_ManyEntriesAndTheOlderOnesAgain_EachSaysWhatItIs()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var number = 1; number < 2_000; number++)
            {
                var written = _written.Get(Entry(number, $"text {number}")).Event;
                Assert.That((written.Number, written.Emit.Packet.ToStringUtf8()), Is.EqualTo(((long)number, $"text {number}")));
            }
        }
    }

    [Test]
    public void Get_LargeEntry_IsNotKept()
    {
        var large = Entry(7, new string('x', 20_000));

        var (first, second) = (_written.Get(large), _written.Get(large));

        Assert.That(second, Is.Not.SameAs(first));
        Assert.That(second, Is.EqualTo(first));
    }

    private static LogEntry Entry(long number, string text) =>
        new(number, "w", number, 0, new EmitEvent("/", BroadcastTarget.Everyone, Encoding.UTF8.GetBytes(text)));
}
