using System.Text;
using EngineIO.Transports;

namespace EngineIO.Tests;

public sealed class FrameWriterTests
{
    private const long Plenty = 1_000_000;

    [Test]
    public async Task Send_BeforeWhatWasAdoptedIsStarted_DoesNotPassIt()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, Plenty);

        writer.Adopt([OutboundMessage.Text("old1"), OutboundMessage.Text("old2")]);
        writer.Send([OutboundMessage.Text("new")]);
        writer.Start();
        await writer.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(Texts(stream), Is.EqualTo("old1 old2 new"));
    }

    [Test]
    public void Send_TinyMessagesToAStalledStream_AreBoundedByTheirTrueCost()
    {
        using var stream = new StalledStream();
        var writer = new FrameWriter(stream, Plenty);
        var accepted = 0;

        while (accepted < Plenty && writer.Send([OutboundMessage.Text("")]) == SendResult.Accepted)
        {
            accepted++;
        }

        Assert.That(accepted, Is.LessThan(Plenty / 100), "3 bytes each on the wire, but far more in memory");
    }

    private static string Texts(MemoryStream stream)
    {
        var texts = new List<string>();
        var bytes = stream.ToArray();
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes[at + 1];
            // Behind the frame's header stands the packet type.
            texts.Add(Encoding.UTF8.GetString(bytes, at + 3, length - 1));
            at += 2 + length;
        }
        return string.Join(' ', texts);
    }

    /// <summary>Takes a write and never ends it.</summary>
    private sealed class StalledStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource().Task);
    }
}
