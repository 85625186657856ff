using EngineIO.Transports;

namespace EngineIO.Tests;

public sealed class SendQueueTests
{
    private const int Overhead = 128;

    private static readonly OutboundMessage Small = OutboundMessage.Text("small");
    private static readonly OutboundMessage Large = OutboundMessage.Text(new string('x', 10_000));

    [Test]
    public void TryAdd_UpToTheLimit_IsTakenAndOneByteMoreIsNot()
    {
        var exactly = 2 * (Small.Size + Overhead);
        var queue = new SendQueue();
        queue.Add([Small]);

        Assert.That(queue.TryAdd([Small], writing: 0, exactly - 1), Is.False);
        Assert.That(queue.Bytes, Is.EqualTo(Small.Size), "nothing of what was refused is in it");
        Assert.That(queue.TryAdd([Small], writing: 0, exactly), Is.True);
        Assert.That(queue.Bytes, Is.EqualTo(2 * Small.Size));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void TryAdd_MoreThanTheLimitAlone_IsTakenIfNothingElseWaits(long writing, bool isTaken)
    {
        var queue = new SendQueue();

        Assert.That(queue.TryAdd([Large, Large], writing, limit: 100), Is.EqualTo(isTaken));
        Assert.That(queue.IsEmpty, Is.Not.EqualTo(isTaken));
    }

    [Test]
    public void TakeAll_ManyGroups_GivesThemInOrderAndLeavesNothing()
    {
        var queue = new SendQueue();
        var messages = Enumerable.Range(0, 100).Select(i => OutboundMessage.Text($"{i}")).ToArray();
        for (var i = 0; i < messages.Length; i += 4)
        {
            queue.Add(messages.AsSpan(i, 4));
        }

        var batch = queue.TakeAll();

        Assert.That((queue.IsEmpty, queue.Bytes), Is.EqualTo((true, 0L)));
        Assert.That(batch.Messages.ToArray(), Is.EqualTo(messages));
        Assert.That((batch.Count, batch.Bytes), Is.EqualTo((messages.Length, messages.Sum(message => (long)message.Size))));
        Assert.That(batch[7], Is.SameAs(messages[7]));
        batch.Return();
    }

    [Test]
    public void TakeAll_Empty_GivesNothing()
    {
        var batch = new SendQueue().TakeAll();

        Assert.That((batch.Count, batch.Bytes, batch.Messages.Length), Is.EqualTo((0, 0L, 0)));
        Assert.That(batch.Return, Throws.Nothing);
    }

    [Test]
    public void Clear_WhatWaits_IsGone()
    {
        var queue = new SendQueue();
        queue.Add([Small, Large]);

        queue.Clear();

        Assert.That((queue.IsEmpty, queue.Bytes), Is.EqualTo((true, 0L)));
    }
}
