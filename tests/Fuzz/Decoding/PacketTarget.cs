using System.Text.Unicode;
using EngineIO;
using Fuzz.Inputs;
using SocketIO.Parsers;

namespace Fuzz.Decoding;

/// <summary>A parser of Socket.IO, fed with the messages of one connection.</summary>
internal sealed class PacketTarget(string name, IPacketParser parser, Func<Dice, List<Message>> next) : IDecodingTarget
{
    private readonly PacketUse _use = new();

    public string Name => name;

    public bool Run(Dice dice)
    {
        var decoder = parser.CreateDecoder();
        var accepted = false;
        foreach (var message in next(dice))
        {
            // The bytes are another's as soon as the call returns.
            byte[] lent = [.. message.Data];
            var result = decoder.Decode(new EngineMessage(lent, message.IsBinary));
            lent.AsSpan().Fill(0xAA);
            if (!message.IsBinary && !Utf8.IsValid(message.Data))
            {
                // Every transport keeps such text off: it must do no harm, but what comes of it does not matter.
                return accepted;
            }
            _use.Check(result);
            if (result.Error is not null)
            {
                Expect.True(result.Error.Length > 0, "an error that says nothing");
                return accepted;
            }
            accepted |= result.Packet is not null;
        }
        return accepted;
    }
}
