using System.Globalization;
using System.Text;

namespace SocketIO.Arguments;

/// <summary>Numbers as JavaScript writes them where it turns one into a text, such as a name of an event or of a member.</summary>
internal static class JavaScriptNumber
{
    /// <summary>The text of a number of JSON: <c>1.0</c> and <c>1e0</c> are <c>1</c>.</summary>
    public static string ToText(ReadOnlySpan<byte> json) =>
        double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? ToText(number) : Encoding.UTF8.GetString(json);

    /// <summary>The text of a number, as ECMAScript's <c>Number::toString</c> has it.</summary>
    public static string ToText(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == 0)
        {
            return "0";
        }
        var (digits, point) = Split(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var text = point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => WithExponent(digits, point - 1),
        };
        return number < 0 ? "-" + text : text;
    }

    private static string WithExponent(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? "" : "+")}{exponent}");
    }

    // The digits that tell the number apart from all others, and where among them the point stands.
    private static (string Digits, int Point) Split(string text)
    {
        var mantissaEnd = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mantissaEnd < 0 ? text : text[..mantissaEnd];
        var exponent = mantissaEnd < 0 ? 0 : int.Parse(text.AsSpan(mantissaEnd + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        var significant = digits.TrimStart('0');
        return (significant.TrimEnd('0'), point - (digits.Length - significant.Length));
    }
}
