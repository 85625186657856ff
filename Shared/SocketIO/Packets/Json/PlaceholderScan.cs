using System.Buffers;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.Json;

/// <summary>
/// Finds the placeholders of a packet, in one pass however deep they lie. As the reference does, it takes any object for one
/// whose member <c>_placeholder</c> is <c>true</c>, wherever that stands and whatever else there is: an object of JSON has no
/// order, and clients build theirs from maps.
/// </summary>
internal static class PlaceholderScan
{
    /// <summary>Gives the text with every placeholder in its usual form; false if one points to no attachment.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static bool TryNormalize(Memory<byte> json, int attachments, JsonReaderOptions options, out Memory<byte> normal)
    {
        normal = json;
        var reader = new Utf8JsonReader(json.Span, options);
        var open = new OpenContainers();
        List<Edit>? edits = null;
        // Where the first one stands that points to none, and is not within another, which stands for all that it holds.
        var fault = int.MaxValue;
        while (reader.Read())
        {
            PayloadReader.MendText(json.Span, reader);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    open.Last.Member = MemberOf(reader);
                    break;
                case JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.EndObject:
                    if (open.Pop() is { IsMarked: true } found)
                    {
                        var isGood = TryAdd(ref edits, found, (int)reader.BytesConsumed, json.Span, attachments);
                        fault = !isGood ? Math.Min(fault, found.Start) : fault > found.Start ? int.MaxValue : fault;
                    }
                    break;
                default:
                    Take(open, reader);
                    break;
            }
        }
        normal = edits is null ? json : Apply(json.Span, edits);
        return fault == int.MaxValue;
    }

    private static void Take(OpenContainers open, in Utf8JsonReader reader)
    {
        if (open.Depth > 0)
        {
            ref var parent = ref open.Last;
            // The last member of a name counts.
            switch (parent.Member)
            {
                case Member.Mark:
                    parent.IsMarked = reader.TokenType == JsonTokenType.True;
                    break;
                case Member.Number:
                    parent.Number = NumberOf(reader);
                    break;
                default:
                    break;
            }
            parent.Member = Member.Other;
        }
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            open.Push((int)reader.TokenStartIndex);
        }
    }

    private static bool TryAdd(ref List<Edit>? edits, Container found, int end, ReadOnlySpan<byte> json, int attachments)
    {
        if (found.Number < 0 || found.Number >= attachments)
        {
            return false;
        }
        var text = Placeholder.TextOf(found.Number);
        if (!json[found.Start..end].SequenceEqual(text))
        {
            edits ??= [];
            // What lies within it is replaced with it.
            while (edits is [.., var last] && last.Start > found.Start)
            {
                edits.RemoveAt(edits.Count - 1);
            }
            edits.Add(new Edit(found.Start, end, text));
        }
        return true;
    }

    private static Memory<byte> Apply(ReadOnlySpan<byte> json, List<Edit> edits)
    {
        var result = new ArrayBufferWriter<byte>(json.Length);
        var copied = 0;
        foreach (var edit in edits)
        {
            result.Write(json[copied..edit.Start]);
            result.Write(edit.Text);
            copied = edit.End;
        }
        result.Write(json[copied..]);
        return result.WrittenSpan.ToArray();
    }

    private static Member MemberOf(in Utf8JsonReader reader) =>
        reader.ValueTextEquals(Placeholder.Mark) ? Member.Mark : reader.ValueTextEquals(Placeholder.Number) ? Member.Number : Member.Other;

    // A number has no form of its own either: 0, 0.0 and 0e0 are one.
    private static int NumberOf(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number is >= 0 and <= int.MaxValue && double.IsInteger(number)
            ? (int)number
            : -1;

    private enum Member
    {
        Other,
        Mark,
        Number,
    }

    private struct Container
    {
        public int Start;
        public Member Member;
        public bool IsMarked;
        public int Number;
    }

    /// <summary>The objects and arrays in which the reader is.</summary>
    private sealed class OpenContainers
    {
        private Container[] _items = new Container[8];

        public int Depth { get; private set; }

        public ref Container Last => ref _items[Depth - 1];

        public void Push(int start)
        {
            if (Depth == _items.Length)
            {
                Array.Resize(ref _items, 2 * Depth);
            }
            _items[Depth++] = new Container { Start = start, Number = -1 };
        }

        public Container Pop() => _items[--Depth];
    }

    private readonly record struct Edit(int Start, int End, byte[] Text);
}
