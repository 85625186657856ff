using System.Collections.Immutable;

namespace EventLog.Internal.Sessions;

/// <summary>The data of a session: JSON values by key.</summary>
internal static class SessionData
{
    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> Empty { get; } = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
