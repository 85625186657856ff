using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Arguments;

namespace SocketIO.Recovery;

/// <summary>What presence says of a user beside the state: a value of the session's data that every worker is told of.</summary>
internal static class PresenceData
{
    /// <summary>The key of the session's data.</summary>
    public const string Key = OwnNames.Shared + "presence";

    /// <summary>How much it may be: every worker keeps it.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>The value among a session's data, if there is one.</summary>
    public static JsonElement? Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> data) =>
        data.TryGetValue(Key, out var json) && !json.IsEmpty ? ArgumentSerializer.ParseElement(json.Span) : null;
}
