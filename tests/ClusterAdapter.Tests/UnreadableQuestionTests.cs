using Cluster.Protos;
using Google.Protobuf;

namespace ClusterAdapter.Tests;

/// <summary>A worker that cannot read what another one asks says so, so that nobody waits for it.</summary>
public sealed class UnreadableQuestionTests
{
    private const int QuestionFailed = 208;

    private static readonly Packet Unreadable = new() { First = ByteString.CopyFromUtf8("no packet") };

    private static readonly Request[] Questions =
    [
        new Request { ServerEvent = Unreadable },
        new Request { AckedBroadcast = new AckedBroadcast { TimeoutMs = 1_000 } },
    ];

    [TestCaseSource(nameof(Questions))]
    public async Task Request_Unreadable_IsLoggedAndAnsweredWithNothing(Request question)
    {
        await using var primary = await FakePrimary.StartedAsync();
        await using var worker = await Workers.StartAsync(primary);
        worker.ExpectsErrors = true;
        var attachment = await primary.AttachedAsync();
        await attachment.WelcomeAsync();
        await attachment.ReadAsync();
        var request = question.Clone();
        (request.Id, request.Origin, request.Namespace) = (9, "asker", "/");

        await attachment.SendAsync(new PrimaryFrame { Request = request });

        Assert.That((await attachment.ReadAsync()).Response, Is.EqualTo(new Response { Id = 9, To = "asker" }));
        Assert.That(worker.Logs.CountOf(QuestionFailed), Is.EqualTo(1));
        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
    }
}
