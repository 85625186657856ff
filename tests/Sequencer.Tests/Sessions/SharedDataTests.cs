using System.Collections.Immutable;
using System.Text;
using NUnit.Framework;
using SocketIO.Sequencer.Submissions;

namespace Sequencer.Tests.Sessions;

/// <summary>What sessions say of their person: whoever reads the table later knows the same as those who have heard it.</summary>
public sealed class SharedDataTests : SessionFixture
{
    private const string Key = SharedNames.Prefix + "name";

    [Test]
    public void Data_OfAPerson_SaysAtWhichNumberItWasSet()
    {
        Begin("s", "ada");
        var number = Say("s", "Ada");
        Accepted(Submit("a", new DataOperation(KeyOf("s"), "own", "1"u8.ToArray())));

        Assert.That(((SessionChanged)Entry(number).Event).Data.Keys, Is.EquivalentTo((string[])[Key, SharedNames.SetAt]));
        Assert.That(Said("s"), Is.EqualTo(("Ada", number)));
    }

    [Test]
    public void Connect_WithDataOfAPerson_SaysAtWhichNumberItWasSet()
    {
        var number = Begin("s", "ada", "Ada");

        Assert.That(Said("s"), Is.EqualTo(("Ada", number)));
        Assert.That(SharedNames.SetAtOf(((SessionChanged)Entry(number).Event).Data), Is.EqualTo(number));
    }

    [Test]
    public void End_OfTheOneThatWasSaidLast_IsSaidByAnotherOneOfThePerson()
    {
        Begin("s", "ada", "Ada");
        Begin("t", "ada");
        Begin("u", "bob", "Bob");
        var number = Say("t", "Grace");

        Accepted(Submit("a", new DepartOperation(KeyOf("t"), Ended: true)));

        Assert.That(Said("s"), Is.EqualTo(("Grace", number)));
        Assert.That(Said("u").Name, Is.EqualTo("Bob"));
    }

    [Test]
    public void End_OfOneThatWasSaidBefore_ChangesNothing()
    {
        Begin("s", "ada", "Ada");
        Begin("t", "ada");
        var number = Say("t", "Grace");

        Accepted(Submit("a", new DepartOperation(KeyOf("s"), Ended: true)));

        Assert.That(Said("t"), Is.EqualTo(("Grace", number)));
    }

    [Test]
    public void End_OfOneThatHasTakenItBack_IsTakenBack()
    {
        Begin("s", "ada", "Ada");
        Begin("t", "ada", "Grace");
        var number = Accepted(Submit("a", new DataOperation(KeyOf("t"), Key, default)));

        Accepted(Submit("a", new DepartOperation(KeyOf("t"), Ended: true)));

        Assert.That(Said("s"), Is.EqualTo(("", number)));
    }

    [Test]
    public void End_OfSeveralAtOnce_LeavesItWithTheLastOne()
    {
        foreach (var sid in (string[])["s", "t", "u"])
        {
            Begin(sid, "ada");
        }
        var number = Say("s", "Ada");

        Submit("a", new TargetOperation(Name, new BroadcastTarget(["s", "t"], []), TargetAction.Disconnect));

        Assert.That(Said("u"), Is.EqualTo(("Ada", number)));
        Restart();
        Assert.That(Said("u"), Is.EqualTo(("Ada", number)), "it is stored");
    }

    [Test]
    public void WorkerGone_WithASessionWithoutAWindowAndOneThatStays_HandsItOn()
    {
        Begin("s", "ada", "Ada", TimeSpan.Zero);
        Begin("t", "ada");
        Begin("u", "ada");
        var number = Say("s", "Grace");

        Log.Commit([new Submission("", 0, new WorkerGoneOperation("a"))]);

        var present = Log.ReadPresence().Sessions;
        Assert.That(present.Select(session => session.Sid), Is.EquivalentTo((string[])["t", "u"]));
        Assert.That(present.Select(session => SharedNames.SetAtOf(session.Data)).Max(), Is.EqualTo(number));
    }

    [Test]
    public void Commit_ThatFails_LeavesItAsItWas()
    {
        Begin("s", "ada", "Ada");
        Begin("t", "ada", "Grace");
        var table = Log.SessionState.Table;
        table.Change(99, table.Find("s"), table.Find("s")! with { Data = table.Find("s")!.Data.WithSetAt(99) });
        table.End(100, table.Find("t")!);
        table.Rollback();

        Accepted(Submit("a", new DepartOperation(KeyOf("t"), Ended: true)));

        Assert.That(Said("s").Name, Is.EqualTo("Grace"));
    }

    private long Begin(string sid, string person, string? name = null, TimeSpan? window = null) => Accepted(Submit("a", new ConnectOperation
    {
        Namespace = Name,
        Sid = sid,
        Pid = $"pid of {sid}",
        Person = person,
        Window = window ?? TimeSpan.FromMinutes(1),
        Data = name is null
            ? ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty
            : ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty.Add(Key, Encoding.UTF8.GetBytes(name)),
    }));

    private long Say(string sid, string name) => Accepted(Submit("a", new DataOperation(KeyOf(sid), Key, Encoding.UTF8.GetBytes(name))));

    private (string Name, long SetAt) Said(string sid)
    {
        var data = Log.ReadPresence().Sessions.Single(session => session.Sid == sid).Data;
        return (Encoding.UTF8.GetString(data.GetValueOrDefault(Key).Span), SharedNames.SetAtOf(data));
    }
}
