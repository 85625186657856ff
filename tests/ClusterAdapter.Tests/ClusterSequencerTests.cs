using ClusterAdapter.Link;
using ClusterAdapter.Sequenced;
using SocketIO.Sequencing;

namespace ClusterAdapter.Tests;

/// <summary>What may be submitted while nothing more may be held back.</summary>
public sealed class ClusterSequencerTests
{
    private static readonly SessionKey Session = new("sid", 1);
    private static readonly byte[] Packet = [1];
    private static readonly EmitEvent Emit = new("/", BroadcastTarget.Everyone, Packet);
    private static readonly ConnectOperation Connect = new() { Namespace = "/", Sid = "sid", Pid = "pid" };

    private static readonly IOperation[] Refused =
    [
        Connect,
        new ClaimOperation("/", "pid", "epoch", 1),
        Emit,
        new ServerEvent("/", Packet),
        new JoinOperation(Session, ["room"]),
        new LeaveOperation(Session, ["room"]),
        new DataOperation(Session, "key", new byte[] { (byte)'1' }),
        new TargetOperation("/", BroadcastTarget.Everyone, TargetAction.Disconnect) { Close = true },
    ];

    private static readonly IOperation[] Taken = [new ResumeOperation(Session), new ReleaseOperation(Session), new DepartOperation(Session, Ended: true)];

    private SubmissionBuffer _buffer = null!;
    private ClusterSequencer _sequencer = null!;

    [SetUp]
    public void Fill()
    {
        _buffer = new SubmissionBuffer(1);
        _sequencer = new ClusterSequencer(new LinkState(), _buffer);
        _sequencer.Submit(Emit);
    }

    [TestCaseSource(nameof(Refused))]
    public void Submit_NoRoom_IsRefused(IOperation operation)
    {
        Assert.Throws<SequencerFullException>(() => _sequencer.Submit(operation));

        Assert.That(_buffer.Count, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Taken))]
    public void Submit_NoRoomForWhatBecomesOfASession_IsTaken(IOperation operation) =>
        Assert.That(_sequencer.Submit(operation), Is.EqualTo(2));

    [TestCaseSource(nameof(Refused))]
    public void Submit_NoRoomForWhatNobodyCouldBeTold_IsTaken(IOperation operation) =>
        Assert.That(_sequencer.Submit(operation, new SubmitOptions { MustBeTaken = true }), Is.EqualTo(2));

    [Test]
    public async Task SubmitAsync_NoRoomForANewSession_WaitsUntilItIsGivenUp()
    {
        using var patience = new CancellationTokenSource();
        var connecting = _sequencer.SubmitAsync(Connect, default, patience.Token).AsTask();
        Assert.That(_buffer.Count, Is.EqualTo(1));

        await patience.CancelAsync();

        await Assert.ThatAsync(() => connecting.Within(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_buffer.Count, Is.EqualTo(1));
    }
}
