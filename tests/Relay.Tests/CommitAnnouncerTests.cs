using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests;

public sealed class CommitAnnouncerTests
{
    [Test]
    public async Task OnCommitted_Results_AnswersFollowTheirEventsAndOthersGetTheEvents()
    {
        using var folder = new LogFolder();
        var members = new MemberDirectory();
        folder.Log.Commit([LogFolder.Session("origin"), LogFolder.Session("other")]);
        using var origin = new LinkProbe(folder.Log, 0, "origin").Pump();
        using var other = new LinkProbe(folder.Log, 1, "other").Pump();
        members.Add(origin.Link);
        members.Add(other.Link);
        await origin.ReadAsync(2);
        await other.ReadAsync(1);
        await using var writer = new LogWriter(folder.Log, new CommitAnnouncer(members), NullLogger.Instance, TimeProvider.System);

        await writer.EnqueueAsync(Append(2, "k", "text"));
        await writer.EnqueueAsync(Append(3, "k", "text"));
        await writer.EnqueueAsync(Append(4, "k", "other"));
        await writer.EnqueueAsync(Emit("origin", 5));
        await writer.EnqueueAsync(Emit("origin", 5));

        var toOrigin = (await origin.ReadAsync(7)).Select(LinkProbe.Describe).ToList();
        Assert.That(toOrigin.Where(frame => frame.StartsWith("answer", StringComparison.Ordinal)), Is.EqualTo(
        [
            "answer 2 Sequenced 3 1", "answer 3 Duplicate 0 1", "answer 4 KeyConflict 0 1", "answer 5 Sequenced 4 1", "answer 5 AlreadyCommitted 0 0",
        ]));
        Assert.That(toOrigin.IndexOf("answer 2 Sequenced 3 1"), Is.GreaterThan(toOrigin.IndexOf("event 3")));
        Assert.That(toOrigin.IndexOf("answer 5 Sequenced 4 1"), Is.GreaterThan(toOrigin.IndexOf("event 4")));
        // Of an instance that is not attached: its event goes to all, its answer to nobody.
        await writer.EnqueueAsync(Emit("gone", 1));
        Assert.That((await origin.ReadAsync(1)).Select(LinkProbe.Describe), Is.EqualTo(["event 5"]));
        Assert.That((await other.ReadAsync(3)).Select(LinkProbe.Describe), Is.EqualTo(["event 3", "event 4", "event 5"]));
    }

    private static Submission Append(long sequence, string key, string content) => Emit("origin", sequence) with { Append = new DurableAppend(key, content) };

    private static Submission Emit(string instance, long sequence) =>
        new(instance, sequence, new EmitEvent("/", BroadcastTarget.Everyone, default));
}
