using Microsoft.CodeAnalysis.Text;

namespace Analyzers.Tests.Support;

/// <summary>A source text in which <c>[|ID:text|]</c> says that a diagnostic is expected, exactly there.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<Finding> Expected)
{
    private const string Open = "[|";
    private const string Close = "|]";

    public static MarkedSource Parse(string marked)
    {
        var text = new System.Text.StringBuilder();
        var begun = new Stack<(string Id, int Start)>();
        var expected = new List<Finding>();
        for (var position = 0; position < marked.Length;)
        {
            var rest = marked.AsSpan(position);
            if (rest.StartsWith(Open))
            {
                var id = rest[Open.Length..rest.IndexOf(':')].ToString();
                begun.Push((id, text.Length));
                position += Open.Length + id.Length + 1;
            }
            else if (rest.StartsWith(Close))
            {
                var (id, start) = begun.Pop();
                expected.Add(new Finding(id, TextSpan.FromBounds(start, text.Length), text.ToString(start, text.Length - start)));
                position += Close.Length;
            }
            else
            {
                text.Append(marked[position++]);
            }
        }
        return new MarkedSource(text.ToString(), expected);
    }
}

/// <summary>A diagnostic, and what it is about.</summary>
internal sealed record Finding(string Id, TextSpan Span, string Text)
{
    public override string ToString() => $"{Id} at {Span}: {Text}";
}
