using System.Text;

namespace Fuzz.Inputs;

/// <summary>One message to a decoder.</summary>
internal readonly record struct Message(byte[] Data, bool IsBinary);

/// <summary>The packets of Socket.IO as JSON: valid ones, damaged ones, and no packets at all.</summary>
internal static class PacketInputs
{
    private static readonly string[] Namespaces = ["", "", "", "", "", "", "/admin,", "/admin,", "/room-1,", "/dynamic-7,", "/nowhere,", "/a?b=c&d=%C3%A9,", "/é,", "/"];

    private static readonly byte[][] Known =
    [
        .. new[]
        {
            "0", "0{}", """0{"token":"x"}""", """0/admin,{"token":"x"}""", "0/dynamic-1,", """0{"pid":"p","offset":"o"}""", "1", "1/admin,",
            """2["echo",1]""", """27["echo",{"a":[1,2,{"b":null}]}]""", """2/admin,12["typed","a",3,{}]""", "2[42,1]", """2["message"]""",
            """3[1]""", """30[]""", """31073741824["x"]""", """3/admin,5[{"a":1}]""", """4{"message":"no"}""",
            """51-["bytes",{"_placeholder":true,"num":0}]""", """52-/admin,8["bytes",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]""",
            """61-3[{"_placeholder":true,"num":0}]""", """62-0[{"a":{"_placeholder":true,"num":1}},[{"_placeholder":true,"num":0}]]""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>A packet in one message, and its attachments in others; now and then too few, too many, or text among them.</summary>
    public static List<Message> Json(Dice dice)
    {
        var attachments = dice.Percent(30) ? 1 + dice.Below(dice.Percent(5) ? 12 : 3) : 0;
        var first = dice.Below(10) switch
        {
            0 => dice.Bytes(dice.Below(60)),
            < 5 => Mutator.Damage(dice, Text(dice, attachments), Known),
            _ => Mutator.Damage(dice, dice.Pick(Known), Known),
        };
        var messages = new List<Message> { new(first, dice.Percent(2)) };
        var sent = Math.Max(0, attachments + (dice.Percent(10) ? dice.Below(3) - 1 : 0));
        for (var i = 0; i < sent; i++)
        {
            messages.Add(new Message(dice.Bytes(dice.Below(20)), dice.Percent(98)));
        }
        return messages;
    }

    /// <summary>A valid packet.</summary>
    public static byte[] Text(Dice dice, int attachments)
    {
        var space = dice.Pick(Namespaces);
        var mark = attachments > 0 ? $"{attachments}-" : "";
        var id = dice.Percent(40) ? dice.Below(1_000).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
        return Encoding.UTF8.GetBytes(dice.Below(6) switch
        {
            0 when attachments == 0 => $"0{space}{JsonText.Object(dice)}",
            1 => $"{(attachments > 0 ? 6 : 3)}{mark}{space}{dice.Below(20)}{JsonText.Array(dice, attachments)}",
            _ => $"{(attachments > 0 ? 5 : 2)}{mark}{space}{id}{JsonText.Array(dice, attachments, JsonText.EventName(dice))}",
        });
    }
}
