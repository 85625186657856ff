using ClusterAdapter.Link;
using ClusterAdapter.Sequenced;
using EngineIO;
using SocketIO.Broadcasting;
using SocketIO.Packets;
using SocketIO.Recovery;

namespace ClusterAdapter.Tests;

/// <summary>What may be submitted while nothing more may be held back.</summary>
public sealed class ClusterSequencerTests
{
    private static readonly EncodedPacket Packet = new([OutboundMessage.Text("2[\"e\"]")]);

    private static readonly SequencedOperation[] Refused =
    [
        new ConnectOperation("/", "sid", "pid", "", new Dictionary<string, ReadOnlyMemory<byte>>(), TimeSpan.Zero),
        new ClaimOperation("/", "pid", new SessionOffset("epoch", 1)),
        new EmitOperation("/", BroadcastTarget.Everyone, Packet),
        new ServerEventOperation("/", Packet),
        new JoinOperation("/", "sid", 1, ["room"]),
        new LeaveOperation("/", "sid", 1, ["room"]),
        new DataOperation("/", "sid", 1, "key", new byte[] { (byte)'1' }),
        new TargetOperation("/", BroadcastTarget.Everyone, TargetChangeKind.Disconnect, [], Close: true),
    ];

    private static readonly SequencedOperation[] Taken =
    [
        new ResumeOperation("/", "sid", 1),
        new ReleaseOperation("/", "sid", 1),
        new DepartOperation("/", "sid", 1, Ended: true),
    ];

    private SubmissionBuffer _buffer = null!;
    private ClusterSequencer _sequencer = null!;

    [SetUp]
    public void Fill()
    {
        _buffer = new SubmissionBuffer(1);
        _sequencer = new ClusterSequencer(new LinkState(), _buffer);
        _sequencer.Submit(new EmitOperation("/", BroadcastTarget.Everyone, Packet));
    }

    [TestCaseSource(nameof(Refused))]
    public void Submit_NoRoom_IsRefused(SequencedOperation operation)
    {
        Assert.Throws<SequencerFullException>(() => _sequencer.Submit(operation));

        Assert.That(_buffer.Count, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Taken))]
    public void Submit_NoRoomForWhatBecomesOfASession_IsTaken(SequencedOperation operation) =>
        Assert.That(_sequencer.Submit(operation), Is.EqualTo(2));

    [Test]
    public async Task SubmitAsync_NoRoomForANewSession_WaitsUntilItIsGivenUp()
    {
        using var patience = new CancellationTokenSource();
        var connecting = _sequencer.SubmitAsync(
            new ConnectOperation("/", "sid", "pid", "", new Dictionary<string, ReadOnlyMemory<byte>>(), TimeSpan.Zero), patience.Token).AsTask();
        Assert.That(_buffer.Count, Is.EqualTo(1));

        await patience.CancelAsync();

        await Assert.ThatAsync(() => connecting.Within(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_buffer.Count, Is.EqualTo(1));
    }
}
