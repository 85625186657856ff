using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SocketIO.Arguments;
using SocketIO.Sequencing;

namespace SocketIO.Packets;

/// <summary>
/// The argument behind a durable event's id: <c>{ "previous": 41, "at": 1764288000000, "room": "cats", … }</c>, with what the
/// application gave as details. Without <c>at</c> where the time is not known, and without <c>room</c> in the main one.
/// </summary>
internal static class EventDescription
{
    private const string Previous = "previous";
    private const string At = "at";
    private const string Room = "room";

    /// <summary>Writes it as JSON.</summary>
    public static ReadOnlyMemory<byte> Of(in DurableStamp stamp)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + stamp.Details.Length);
        Write(buffer, string.Create(CultureInfo.InvariantCulture, $"{{\"{Previous}\":{stamp.Previous}"));
        if (stamp.At > 0)
        {
            Write(buffer, string.Create(CultureInfo.InvariantCulture, $",\"{At}\":{stamp.At}"));
        }
        if (stamp.Room.Length > 0)
        {
            Write(buffer, $",\"{Room}\":\"{JsonEncodedText.Encode(stamp.Room, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
        }
        // What is between the braces of the object that was checked when it was stored.
        var details = stamp.Details.Span.Trim(" \t\r\n"u8);
        if (details.Length > 2 && details[1..^1].Trim(" \t\r\n"u8) is { IsEmpty: false } members)
        {
            buffer.Write(","u8);
            buffer.Write(members);
        }
        buffer.Write("}"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>The details that an application gives, as they are stored.</summary>
    /// <exception cref="ArgumentException">They are no object, or have a name that is not theirs.</exception>
    public static ReadOnlyMemory<byte> Store(ArgumentSerializer serializer, object? details)
    {
        if (details is null)
        {
            return default;
        }
        var json = serializer.ToJson(details);
        var element = ArgumentSerializer.ParseElement(json);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("the details of a durable event must be written as a JSON object", nameof(details));
        }
        foreach (var name in (string[])[Previous, At, Room])
        {
            if (element.TryGetProperty(name, out _))
            {
                throw new ArgumentException($"\"{name}\" is said of every durable event, and cannot be among its details", nameof(details));
            }
        }
        return json;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text) => buffer.Write(Encoding.UTF8.GetBytes(text));
}
