using System.Text;

namespace Fuzz.Inputs;

/// <summary>Random values as JSON text.</summary>
internal static class JsonText
{
    private static readonly string[] Strings =
        ["\"\"", "\"a\"", "\"é😀\"", "\"\\n\\t\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"_placeholder\"", "\"AQID\"", "\"2026-01-01T00:00:00Z\"", "\"\u2028\""];

    private static readonly string[] Scalars =
        ["null", "true", "false", "0", "-1", "1.5", "1e30", "2147483648", "9223372036854775808", "1e400", "0.1e-7"];

    private static readonly string[] Names = ["\"a\"", "\"b\"", "\"Text\"", "\"count\"", "\"data\"", "\"\\ud800\"", "\"_placeholder\"", "\"num\"", "\"\""];

    /// <summary>An array of values; placeholders in it mean one of the attachments, mostly.</summary>
    public static string Array(Dice dice, int attachments, params string[] first)
    {
        var text = new StringBuilder("[").AppendJoin(',', first);
        for (var i = dice.Below(4); i > 0; i--)
        {
            text.Append(text.Length > 1 ? "," : "");
            AppendValue(dice, text, attachments, 4);
        }
        for (var i = 0; i < attachments; i++)
        {
            text.Append(text.Length > 1 ? "," : "").Append(Placeholder(i));
        }
        return text.Append(']').ToString();
    }

    public static string Object(Dice dice)
    {
        var text = new StringBuilder();
        AppendObject(dice, text, 0, 3);
        return text.ToString();
    }

    public static string EventName(Dice dice) => dice.Below(4) switch
    {
        0 => dice.Pick(Strings),
        1 => dice.Pick(Scalars),
        _ => dice.Pick(["\"echo\"", "\"typed\"", "\"record\"", "\"room\"", "\"ask\"", "\"bytes\"", "\"throw\""]),
    };

    private static void AppendValue(Dice dice, StringBuilder text, int attachments, int depth)
    {
        switch (dice.Below(depth > 0 ? 10 : 6))
        {
            case < 3:
                text.Append(dice.Pick(Strings));
                break;
            case < 5:
                text.Append(dice.Pick(Scalars));
                break;
            case 5:
                text.Append(attachments > 0 ? Placeholder(dice.Below(attachments + (dice.Percent(5) ? 1 : 0))) : "7");
                break;
            case < 8:
                AppendObject(dice, text, attachments, depth - 1);
                break;
            default:
                AppendArray(dice, text, attachments, depth - 1);
                break;
        }
    }

    private static void AppendObject(Dice dice, StringBuilder text, int attachments, int depth)
    {
        text.Append('{');
        for (var i = dice.Below(4); i > 0; i--)
        {
            text.Append(dice.Pick(Names)).Append(':');
            AppendValue(dice, text, attachments, depth);
            text.Append(i > 1 ? "," : "");
        }
        text.Append('}');
    }

    private static void AppendArray(Dice dice, StringBuilder text, int attachments, int depth)
    {
        text.Append('[');
        for (var i = dice.Below(4); i > 0; i--)
        {
            AppendValue(dice, text, attachments, depth);
            text.Append(i > 1 ? "," : "");
        }
        text.Append(']');
    }

    private static string Placeholder(int number) => $$"""{"_placeholder":true,"num":{{number}}}""";
}
