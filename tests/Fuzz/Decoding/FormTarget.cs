using EngineIO.Packets;
using Fuzz.Inputs;

namespace Fuzz.Decoding;

/// <summary>The form by which JSONP sends, and the script by which it is answered.</summary>
internal sealed class FormTarget : IDecodingTarget
{
    public string Name => "jsonp form";

    public bool Run(Dice dice)
    {
        var form = PayloadInputs.Form(dice);
        if (!JsonpForm.TryUnwrap(form, out var payload))
        {
            return false;
        }
        var script = JsonpForm.Wrap(JsonpForm.IndexOf(dice.Pick(["0", "12", "", "1);alert(1", "é"])), payload);
        Expect.True(!script.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~'), "a script that is not plain ASCII");
        Expect.True(script.AsSpan().Count((byte)'"') == 2, "a script whose string ends early");
        return true;
    }
}
