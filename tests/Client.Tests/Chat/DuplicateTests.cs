using Client.Tests.Support;

namespace Client.Tests.Chat;

public sealed class DuplicateTests : ChatTest
{
    [TestCase(0)]
    [TestCase(1)]
    public async Task Emit_TheSameAgain_IsAcknowledgedWithTheFirstIdAndNotShownAgain(int againOnWorker)
    {
        var client = await ConnectAsync(0);
        var again = await ConnectAsync(againOnWorker);
        var key = NewKey();

        var first = await client.SayForIdAsync("once", key);
        var second = await again.SayForIdAsync("once", key);
        var after = await client.SayForIdAsync("after", NewKey());

        Assert.That(second, Is.EqualTo(first));
        Assert.That(after, Is.EqualTo(first + 1), "the second try took an id");
        foreach (var shown in new[] { await client.WaitShownIdAsync(after), await again.WaitShownIdAsync(after) })
        {
            Assert.That(shown, Is.EqualTo(new[] { new ShownMessage("once", first), new ShownMessage("after", after) }));
        }
        Assert.That(StoredMessages.Read(Cluster).Count(message => message.ClientOffset == key), Is.EqualTo(1));
    }

    [Test]
    public async Task Emit_TheSameFromManyAtOnce_IsStoredOnce()
    {
        var near = await ConnectAsync(0);
        var far = await ConnectAsync(1);
        var key = NewKey();

        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? near : far).SayForIdAsync("race", key)));

        Assert.That(ids, Is.All.EqualTo(ids[0]));
        Assert.That(StoredMessages.Read(Cluster).Count(message => message.ClientOffset == key), Is.EqualTo(1));
        var after = await near.SayForIdAsync("after", NewKey());
        Assert.That((await far.WaitShownIdAsync(after)).Select(message => message.Id), Is.EqualTo(new[] { ids[0], after }));
    }

    // Keys may be guessed, as the tutorial's <socket id>-<n>: who comes first must not keep the other's message out.
    [Test]
    public async Task Emit_AKeyThatSomebodyHasUsedForAnotherText_IsStoredOnceNevertheless()
    {
        var victim = await ConnectAsync(0);
        var attacker = await ConnectAsync(1);
        var key = $"{(await victim.StateAsync()).Id}-0";
        var before = await attacker.SayForIdAsync("not theirs", key);

        var id = await victim.SayForIdAsync("mine", key);

        Assert.That(id, Is.EqualTo(before + 1));
        Assert.That(await victim.SayForIdAsync("mine", key), Is.EqualTo(id), "a repeat");
        Assert.That(await attacker.SayForIdAsync("not theirs", key), Is.EqualTo(before), "a repeat of the first");
        Assert.That(await LastIdAsync(), Is.EqualTo(id));
        Assert.That((await attacker.WaitShownIdAsync(id)).TakeLast(2), Is.EqualTo(new[] { new ShownMessage("not theirs", before), new ShownMessage("mine", id) }));
    }
}
