using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>
/// A date of no kind is written as one of UTC: without a zone JavaScript would take it for the local time of wherever its
/// page is.
/// </summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    /// <summary>The date with its kind.</summary>
    public static DateTime WithKind(DateTime value) => value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDateTime(out var date) ? date : throw new JsonException("a date is expected");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(WithKind(value));

    public override DateTime ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTime.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date) ? date : throw new JsonException("a date is expected");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WritePropertyName(WithKind(value).ToString("O", CultureInfo.InvariantCulture));
}
