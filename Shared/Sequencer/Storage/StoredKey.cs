namespace SocketIO.Sequencer.Storage;

/// <summary>An idempotency key as it is stored: unique among all histories.</summary>
internal static class StoredKey
{
    // Begins every key of a history that has a name, so that none of them is one of the first history's, which are as they come.
    private const char Scope = '\u0001';

    public static string Of(DurableAppend append) =>
        append.Room.History.Length == 0 ? append.Key : $"{Scope}{append.Room.History}{Scope}{append.Key}";
}
