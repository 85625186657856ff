using System.Text.Json;
using SocketIO.Arguments;
using SocketIO.Packets;

namespace SocketIO.History;

/// <summary>What events say of stored ones.</summary>
public static class HistoryEntryExtensions
{
    /// <summary>Stamp and details in one object, as events carry them: <c>{ previous, at, room, … }</c>.</summary>
    public static JsonElement Describe(this HistoryEntry entry) => ArgumentSerializer.ParseElement(EventDescription.Of(entry.Stamp).Span);
}
