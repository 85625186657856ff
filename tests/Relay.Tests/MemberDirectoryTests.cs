using System.Collections.Concurrent;

namespace Cluster.Relay.Tests;

public sealed class MemberDirectoryTests
{
    private LogFolder _folder = null!;
    private MemberDirectory _members = null!;

    [SetUp]
    public void Open()
    {
        _folder = new LogFolder();
        _members = new MemberDirectory();
    }

    [TearDown]
    public void Close() => _folder.Dispose();

    [Test]
    public async Task Add_EveryMember_IsToldOfEachChange()
    {
        using var first = new LinkProbe(_folder.Log, 0).Pump();
        using var second = new LinkProbe(_folder.Log, 1).Pump();

        _members.Add(first.Link);
        _members.Add(second.Link);
        Assert.That(Remove(first), Is.True);

        Assert.That(await first.DrainAsync(), Is.EqualTo(["members 1: 0", "members 2: 0 1"]));
        Assert.That(await second.DrainAsync(), Is.EqualTo(["members 2: 0 1", "members 3: 1"]));
        Assert.That(_members.Links, Is.EqualTo([second.Link]));
    }

    [Test]
    public async Task Add_Member_CarriesItsAddress()
    {
        using var probe = new LinkProbe(_folder.Log, 1, "abc", pid: 77).Pump();
        _members.Add(probe.Link);

        var member = (await probe.ReadAsync(1)).Single().Members.Members_.Single();

        Assert.That((member.Index, member.Instance, member.Pid, member.Port), Is.EqualTo((1, "abc", 77, 3001)));
    }

    [Test]
    public void Add_SameProcessAgain_CutsTheFormerLink()
    {
        using var former = new LinkProbe(_folder.Log, 0, "same");
        using var other = new LinkProbe(_folder.Log, 1);
        using var next = new LinkProbe(_folder.Log, 0, "same");
        _members.Add(former.Link);
        _members.Add(other.Link);

        _members.Add(next.Link);

        Assert.That(former.IsStopped, Is.True);
        Assert.That(other.IsStopped, Is.False);
        Assert.That(_members.Links, Is.EqualTo([other.Link, next.Link]));
        Assert.That(Remove(former), Is.False, "the worker is attached by another link");
        Assert.That(_members.Links, Is.EqualTo([other.Link, next.Link]));
    }

    [Test]
    public void Add_AnotherProcessOfTheWorker_IsThereBesideIt()
    {
        using var former = new LinkProbe(_folder.Log, 0, "former");
        using var next = new LinkProbe(_folder.Log, 0, "next");
        _members.Add(former.Link);

        _members.Add(next.Link);

        Assert.That(former.IsStopped, Is.False);
        Assert.That(_members.Links, Is.EqualTo([former.Link, next.Link]));
        Assert.That(_members.Find("former"), Is.SameAs(former.Link));
        Assert.That(Remove(former), Is.True);
        Assert.That(_members.Links, Is.EqualTo([next.Link]));
    }

    [Test]
    public void Find_ByInstance_GivesTheLink()
    {
        using var probe = new LinkProbe(_folder.Log, 0, "abc");
        _members.Add(probe.Link);

        Assert.That(_members.Find("abc"), Is.SameAs(probe.Link));
        Assert.That(_members.Find("ABC"), Is.Null);
        Remove(probe);
        Assert.That(_members.Find("abc"), Is.Null);
    }

    [Test]
    public async Task Remove_AnotherLinkOfTheWorkerComes_WaitsUntilTheFormerOnesEndIsTold()
    {
        using var former = new LinkProbe(_folder.Log, 0, "same");
        using var next = new LinkProbe(_folder.Log, 0, "same");
        using var leaving = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        _members.Add(former.Link);

        var order = new ConcurrentQueue<string>();
        var removing = Task.Run(() => _members.Remove(former.Link, () =>
        {
            leaving.Set();
            told.Wait(TimeSpan.FromSeconds(20));
            order.Enqueue("told");
        }));
        leaving.Wait(TimeSpan.FromSeconds(20));
        var adding = new Thread(() =>
        {
            _members.Add(next.Link);
            order.Enqueue("in");
        });
        adding.IsBackground = true;
        adding.Start();
        await Eventually.TrueAsync(() => adding.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the wait of the next one");
        Assert.That(_members.Links, Is.Empty, "it is not in before that");
        told.Set();

        await removing.Within();
        Assert.That(adding.Join(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(order, Is.EqualTo(["told", "in"]));
        Assert.That(_members.Links, Is.EqualTo([next.Link]));
    }

    private bool Remove(LinkProbe probe)
    {
        var isGone = false;
        _members.Remove(probe.Link, () => isGone = true);
        return isGone;
    }
}
