namespace Client.Tests.Recovery.Servers;

/// <summary>Lets the log grow past its limit of 64 MB, so that it drops what it has had so far.</summary>
internal static class LogFlood
{
    private const int Events = 800;
    private const int Size = 100_000;

    public static async Task ForgetAsync(NodeSocket helper, string database)
    {
        var last = ServerDatabase.Number(database, "SELECT max(last) FROM log");
        await helper.AskWithinAsync(TimeSpan.FromSeconds(60), "flood", "a room that nobody is in", Events, Size);
        await Eventually.TrueAsync(() => ServerDatabase.Number(database, "SELECT min(first) FROM log") > last, "the log's trimming");
    }
}
