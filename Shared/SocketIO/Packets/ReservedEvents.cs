namespace SocketIO.Packets;

/// <summary>Event names that neither side may send.</summary>
internal static class ReservedEvents
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    };

    public static bool Contains(string name) => Names.Contains(name);

    public static void ThrowIfReserved(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Contains(name))
        {
            throw new ArgumentException($"\"{name}\" is a reserved event name", nameof(name));
        }
    }
}
