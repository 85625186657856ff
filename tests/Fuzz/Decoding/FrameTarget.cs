using EngineIO;
using EngineIO.Transports;
using Fuzz.Inputs;

namespace Fuzz.Decoding;

/// <summary>The reader of WebSocket messages, over a connection that hands out its bytes in pieces.</summary>
internal sealed class FrameTarget(string name, bool deflates) : IDecodingTarget
{
    private static readonly EngineIOOptions Options = new() { MaxHttpBufferSize = 4_000 };

    private readonly FrameForm _form = FrameForm.Of(4, base64: false, deflates ? new EngineCompressionOptions() : null);

    public string Name => name;

    public bool Run(Dice dice)
    {
        var input = new List<byte>();
        var frames = 1 + dice.Below(4);
        for (var i = 0; i < frames; i++)
        {
            input.AddRange(FrameInputs.Next(dice, PacketInputs.Text(dice, 0), dice.Percent(20)));
        }
        using var connection = new PieceStream([.. input], dice);
        using var transport = new WebSocketTransport(connection, static () => { }, Options, _form);
        var reads = 0;
        var accepted = false;
        ReadOutcome outcome;
        do
        {
            // Everything is there already, so nothing may be left waiting.
            var reading = transport.Reader.ReadAsync().AsTask();
            Expect.True(reading.IsCompleted, "a read that waits for nothing");
            outcome = reading.GetAwaiter().GetResult();
            Expect.True(outcome != ReadOutcome.Message || transport.Reader.Message.Length <= Options.MaxHttpBufferSize, "a message over the limit");
            Expect.True(++reads <= input.Count + 1, "reads without end");
            accepted |= outcome == ReadOutcome.Message;
            transport.Reader.Release();
        }
        while (outcome is ReadOutcome.Message or ReadOutcome.TooBig);
        transport.AnswerEnd(outcome);
        return accepted;
    }
}
