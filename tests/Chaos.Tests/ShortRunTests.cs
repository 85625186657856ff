using Chaos.Faults;
using Chaos.Record;
using Chaos.Running;
using Chaos.Verification;
using Testing.Processes;

namespace Chaos.Tests;

/// <summary>A short run of the checker against a real cluster, always with the same harm.</summary>
public sealed class ShortRunTests
{
    [Test]
    public async Task Run_WithHarmOfEveryKind_BreaksNoPromise()
    {
        var options = new ChaosOptions
        {
            Duration = TimeSpan.FromSeconds(60),
            Seed = 17,
            Clients = 30,
            Workers = 3,
            FaultsPerMinute = 40,
            ChatRate = 10,
            Persons = 12,
            PrivateMessages = 400,
            SayRate = 20,
            Window = TimeSpan.FromSeconds(60),
            Worker = BuildOutput.ChaosWorker,
            // To stay away too long takes too long here.
            Faults = [.. Fault.All.Select(fault => fault.Name).Where(name => name != "client away too long")],
        };

        await using var run = await ChaosRun.StartAsync(options);
        var history = await run.RunAsync(text => TestContext.Out.WriteLine(text));
        var violations = Verifier.Check(history);

        await TestContext.Out.WriteLineAsync(Report.Figures(history, run.Recorder));
        foreach (var violation in violations.Take(10))
        {
            await TestContext.Out.WriteLineAsync(Report.Story(history, violation));
        }
        if (violations.Count > 0)
        {
            await TestContext.Out.WriteLineAsync(run.Output);
        }
        Assert.That(violations, Is.Empty);
        Assert.That(history.Faults.Select(fault => fault.Kind).Distinct(), Is.EquivalentTo(options.Faults), "harm of a kind that was not done shows nothing");
        foreach (var kind in Enum.GetValues<MessageKind>())
        {
            Assert.That(history.Messages.Count(message => message.Kind == kind && message.IsAcked), Is.GreaterThan(200), $"too little of {kind} was sent to show anything");
        }
        Assert.That(history.Clients.SelectMany(client => client.Shown).Count(shown => shown.IsReadBack), Is.Positive, "nobody had to read private messages back");
        Assert.That(history.Clients.SelectMany(client => client.Requests).Count(request => request is { IsPublic: true, Joins: false }), Is.GreaterThan(20), "too few left a public room");
        Assert.That(history.Clients.SelectMany(client => client.Gone), Is.Not.Empty, "nobody was told that somebody is gone");
        Assert.That(history.Presence.Sum(view => view.Everywhere.Count), Is.GreaterThan(300), "too little was seen of who is there");
        Assert.That(history.Presence.Sum(view => view.Rooms.Values.Sum(room => room.Count)), Is.GreaterThan(30), "too little was seen of who is in rooms");
        AssertEachKindWasDone(history);
        Assert.That(SessionCheck.Count(history).GetValueOrDefault("recovered"), Is.GreaterThan(30), "too little was recovered to show anything");
    }

    private static void AssertEachKindWasDone(RunHistory history)
    {
        foreach (var kind in Enum.GetValues<MessageKind>().Where(kind => kind != MessageKind.Say))
        {
            var edits = history.Messages.Where(message => message.Kind == kind && message is { Of: not null, IsAcked: true }).ToArray();
            Assert.That(edits, Has.Length.GreaterThan(10), $"too little of {kind} was edited");
            Assert.That(edits, Has.Some.Property(nameof(Message.IsDeletion)).True, $"nothing of {kind} was deleted");
        }
        var findings = history.Clients.SelectMany(client => client.Findings).ToArray();
        Assert.That(findings.Count(finding => finding.Rooms is null), Is.GreaterThan(30), "too little was looked for");
        Assert.That(findings.Count(finding => finding is { Rooms: not null, Messages.Count: > 0 }), Is.GreaterThan(30), "too little was found in the end");
        var pages = history.Clients.SelectMany(client => client.Pages).ToArray();
        Assert.That(pages.Count(page => page.IsAround), Is.GreaterThan(20), "too little was read around messages");
        Assert.That(pages.Count(page => !page.IsAround && page.Asked != PageRead.Newest), Is.GreaterThan(20), "too little was read before messages");
        Assert.That(pages.Count(page => page.Messages.Any(message => message.Of != 0)), Is.Positive, "no edit was read");
        var notices = history.Clients.SelectMany(client => client.TypingNotices).ToArray();
        Assert.That(notices.Count(notice => notice.IsPrivate), Is.Positive, "nobody was told of typing in private");
        Assert.That(notices.Count(notice => notice.Room is not null), Is.Positive, "nobody was told of typing in a room");
        Assert.That(notices.Count(notice => notice is { IsPrivate: false, Room: null }), Is.Positive, "nobody was told of typing in the main room");
        Assert.That(history.Clients.Sum(client => client.Wishes), Is.GreaterThan(30), "too few changed their names");
    }

    [Test]
    public async Task Run_WithALeakOfPrivateMessages_FindsIt()
    {
        var options = new ChaosOptions
        {
            Duration = TimeSpan.FromSeconds(3),
            Seed = 17,
            Clients = 8,
            Workers = 2,
            FaultsPerMinute = 0,
            ChatRate = 5,
            SayRate = 5,
            Persons = 4,
            PrivateMessages = 40,
            Leak = true,
            Window = TimeSpan.FromSeconds(60),
            Worker = BuildOutput.ChaosWorker,
        };

        await using var run = await ChaosRun.StartAsync(options);
        var violations = Verifier.Check(await run.RunAsync(text => TestContext.Out.WriteLine(text)));

        Assert.That(violations.Select(violation => violation.Rule).Distinct(), Is.EqualTo(new[] { "private messages only to their two persons" }));
        Assert.That(violations[0].What, Does.Contain("leaked"), "the packet is told");
    }
}
