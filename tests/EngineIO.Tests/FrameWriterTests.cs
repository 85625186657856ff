using System.Text;
using EngineIO.Packets;
using EngineIO.Transports;

namespace EngineIO.Tests;

public sealed class FrameWriterTests
{
    private const long Plenty = 1_000_000;
    private const int Chunk = 32 * 1024;

    [Test]
    public async Task Send_BeforeWhatWasAdoptedIsStarted_DoesNotPassIt()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, Plenty);

        writer.Adopt([OutboundMessage.Text("old1"), OutboundMessage.Text("old2")]);
        writer.Send([OutboundMessage.Text("new")]);
        writer.Start();
        await writer.WhenIdleAsync().Within();

        Assert.That(Texts(stream.ToArray()), Is.EqualTo("old1 old2 new"));
    }

    [Test]
    public void Send_TinyMessagesToAStalledStream_AreBoundedByTheirTrueCost()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);
        var accepted = 0;

        while (accepted < Plenty && writer.Send([OutboundMessage.Text("")]) == SendResult.Accepted)
        {
            accepted++;
        }

        Assert.That(accepted, Is.LessThan(Plenty / 100), "3 bytes each on the wire, but far more in memory");
    }

    [Test]
    public void Send_ToAnIdleStream_IsWrittenWhenItReturns()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, Plenty);

        var result = writer.Send([OutboundMessage.Text("a")]);

        Assert.That(result, Is.EqualTo(SendResult.Accepted));
        Assert.That(Texts(stream.ToArray()), Is.EqualTo("a"));
        Assert.That((writer.IsWritable, writer.IsDrained, writer.QueuedBytes), Is.EqualTo((true, true, 0L)));
        Assert.That(writer.WhenIdleAsync().IsCompleted);
    }

    [Test]
    public async Task Send_WhileAWriteIsPending_GoesOutInOneWriteBehindIt()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);

        writer.Send([OutboundMessage.Text("a")]);
        writer.Send([OutboundMessage.Text("b")]);
        writer.Send([OutboundMessage.Text("c"), OutboundMessage.Text("d")]);
        Assert.That((stream.Writes.Select(Texts), writer.IsWritable), Is.EqualTo((new[] { "a" }, false)));
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That(stream.Writes.Select(Texts), Is.EqualTo(["a", "b c d"]));
    }

    [Test]
    public async Task Send_MoreThanAChunkAtOnce_IsWrittenByChunksAndLargeFramesAlone()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);
        OutboundMessage[] messages =
            [.. new[] { 1, 10_000, 20_000, 3_000, 40_000, 5, 6 }.Select(length => OutboundMessage.Text(new string('x', length)))];

        foreach (var message in messages)
        {
            writer.Send([message]);
        }
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That(stream.Writes.SelectMany(bytes => bytes), Is.EqualTo(messages.SelectMany(message => message.Frame.ToArray())));
        int[] expected = [Size(0), Size(1) + Size(2), Size(3), Size(4), Size(5) + Size(6)];
        Assert.That(stream.Writes.Select(bytes => bytes.Length), Is.EqualTo(expected));
        Assert.That(stream.Writes.Count(bytes => bytes.Length > Chunk), Is.EqualTo(1));

        int Size(int index) => messages[index].Size;
    }

    [Test]
    public async Task Send_GroupBeyondTheBound_IsRefusedAsAWhole()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, 1_000);
        writer.Send([OutboundMessage.Text("a")]);
        writer.Send([OutboundMessage.Text("b")]);

        var refused = writer.Send([OutboundMessage.Text("c"), OutboundMessage.Text(new string('d', 1_000))]);
        var accepted = writer.Send([OutboundMessage.Text("e")]);
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That((refused, accepted), Is.EqualTo((SendResult.Overflow, SendResult.Accepted)));
        Assert.That(stream.Writes.Select(Texts), Is.EqualTo(["a", "b e"]));
    }

    [Test]
    public async Task QueuedBytes_WhileAWriteIsPending_AreWhatIsNotWrittenYet()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);
        OutboundMessage[] messages = [OutboundMessage.Text("first"), OutboundMessage.Text("second")];

        writer.Send([messages[0]]);
        Assert.That(writer.QueuedBytes, Is.EqualTo(messages[0].Size));
        writer.Send([messages[1]]);
        Assert.That(writer.QueuedBytes, Is.EqualTo(messages[0].Size + messages[1].Size));
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That(writer.QueuedBytes, Is.Zero);
    }

    [TestCase(false, new[] { "a", "b 8800" })]
    [TestCase(true, new[] { "a", "8800" })]
    public async Task Close_WithAQueue_SendsTheLastFrameBehindItOrInstead(bool dropQueue, string[] expected)
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);
        writer.Send([OutboundMessage.Text("a")]);
        writer.Send([OutboundMessage.Text("b")]);

        writer.Close(WebSocketFrame.Close, dropQueue);
        writer.Close(WebSocketFrame.CloseTooBig, dropQueue);
        var late = writer.Send([OutboundMessage.Text("late")]);
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That(stream.Writes.Select(Texts), Is.EqualTo(expected));
        Assert.That(late, Is.EqualTo(SendResult.Closed));
    }

    [Test]
    public async Task Close_OfAnIdleStream_SendsTheLastFrame()
    {
        using var stream = new GatedStream();
        stream.Open();
        var writer = new FrameWriter(stream, Plenty);

        writer.Close(WebSocketFrame.Close, dropQueue: false);
        await writer.WhenIdleAsync().Within();

        Assert.That(stream.Writes.Select(Texts), Is.EqualTo(["8800"]));
        Assert.That(writer.IsWritable, Is.False);
    }

    [Test]
    public async Task Abandon_WithAQueue_WritesNothingMore()
    {
        using var stream = new GatedStream();
        var writer = new FrameWriter(stream, Plenty);
        writer.Send([OutboundMessage.Text("a")]);
        writer.Send([OutboundMessage.Text("b")]);

        writer.Abandon();
        writer.Adopt([OutboundMessage.Text("left over")]);
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That(stream.Writes.Select(Texts), Is.EqualTo(["a"]));
        Assert.That(writer.Send([OutboundMessage.Text("late")]), Is.EqualTo(SendResult.Closed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Send_ToABrokenStream_IsAcceptedAndNothingElseIs(bool atOnce)
    {
        using var stream = new GatedStream { Fault = new IOException("the line is cut"), FaultsAtOnce = atOnce };
        var writer = new FrameWriter(stream, Plenty);

        var first = writer.Send([OutboundMessage.Text("a")]);
        stream.Open();
        await writer.WhenIdleAsync().Within();

        Assert.That((first, writer.Send([OutboundMessage.Text("b")])), Is.EqualTo((SendResult.Accepted, SendResult.Closed)));
        Assert.That(writer.QueuedBytes, Is.Zero);
    }

    [Test]
    public async Task SignalTo_UntilAllIsWritten_TellsNobody()
    {
        using var stream = new GatedStream();
        var drain = new DrainSignal();
        var writer = new FrameWriter(stream, Plenty);
        writer.SignalTo(drain);
        writer.Send([OutboundMessage.Text("a")]);
        var drained = drain.WaitAsync();
        Assert.That(drained.IsCompleted, Is.False);

        stream.Open();

        await drained.Within();
        Assert.That(writer.IsDrained);
    }

    [Test]
    public async Task Send_ToAClientOfAnotherForm_WritesItInThisForm()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, Plenty, FrameForm.Of(3, base64: false, deflate: null));

        writer.Send([OutboundMessage.Binary([1, 2, 3])]);
        await writer.WhenIdleAsync().Within();

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo("8204" + "04010203"));
    }

    /// <summary>The texts of the frames; those that are no messages as they stand.</summary>
    private static string Texts(byte[] bytes)
    {
        var texts = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes[at + 1];
            // Behind the frame's header stands the packet type.
            texts.Add(bytes[at] == 0x81
                ? Encoding.UTF8.GetString(bytes, at + 3, length - 1)
                : Convert.ToHexString(bytes, at, 2 + length));
            at += 2 + length;
        }
        return string.Join(' ', texts);
    }

    /// <summary>Keeps what it is to write, and ends no write before it is opened.</summary>
    private sealed class GatedStream : MemoryStream
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte[]> Writes { get; } = [];

        public Exception? Fault { get; init; }

        public bool FaultsAtOnce { get; init; }

        public void Open()
        {
            if (Fault is not null)
            {
                _gate.TrySetException(Fault);
            }
            _gate.TrySetResult();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (FaultsAtOnce && Fault is not null)
            {
                throw Fault;
            }
            Writes.Add(buffer.ToArray());
            return new(_gate.Task);
        }
    }
}
