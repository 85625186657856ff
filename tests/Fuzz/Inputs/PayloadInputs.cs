using System.Globalization;
using System.Text;

namespace Fuzz.Inputs;

/// <summary>The bodies of Engine.IO's polling requests, in all three encodings.</summary>
internal static class PayloadInputs
{
    private static readonly byte[][] Control = [.. new[] { "1", "2", "3", "2probe", "3probe", "5", "6", "0{}", "4", "bAQID", "b", "b4AQID", "b4" }.Select(Encoding.UTF8.GetBytes)];

    public static byte[] V4(Dice dice) => Damaged(dice, Join(dice, packet => packet, [0x1E]));

    public static byte[] V3Text(Dice dice) => Damaged(
        dice,
        Join(dice, packet => [.. Encoding.ASCII.GetBytes(Encoding.UTF8.GetCharCount(packet).ToString(CultureInfo.InvariantCulture)), (byte)':', .. packet], []));

    public static byte[] V3Binary(Dice dice) => Damaged(
        dice,
        Join(dice, packet => dice.Percent(30) ? Framed(1, [4, .. packet]) : Framed(0, packet), []));

    /// <summary>The form by which a script of JSONP sends a payload.</summary>
    public static byte[] Form(Dice dice) =>
        Damaged(dice, Encoding.ASCII.GetBytes("d=" + Uri.EscapeDataString(Encoding.UTF8.GetString(V3Text(dice)))));

    private static byte[] Damaged(Dice dice, byte[] body) => dice.Percent(5) ? dice.Bytes(dice.Below(80)) : Mutator.Damage(dice, body, Control);

    private static byte[] Join(Dice dice, Func<byte[], byte[]> frame, byte[] separator)
    {
        var body = new List<byte>();
        for (var i = dice.Below(4); i >= 0; i--)
        {
            byte[] packet = dice.Percent(40) ? dice.Pick(Control) : [(byte)'4', .. PacketInputs.Text(dice, 0)];
            body.AddRange(frame(packet));
            body.AddRange(i > 0 ? separator : []);
        }
        return [.. body];
    }

    private static byte[] Framed(byte kind, byte[] packet) =>
        [kind, .. packet.Length.ToString(CultureInfo.InvariantCulture).Select(digit => (byte)(digit - '0')), 0xFF, .. packet];
}
