namespace EventLog.Internal.Storage;

/// <summary>
/// The files of a log are nobody else's: private ids of sessions lie in them, and whoever reads one has the session.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OfTheOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the database and what lies beside it, or takes from files that are there what others may do with them.</summary>
    /// <exception cref="IOException">One of them is another user's, among others.</exception>
    public static void Prepare(string database)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Create(database);
        Create(HighWaterMark.PathOf(database));
        // SQLite makes them as its database is, but they may be left from before.
        foreach (var file in (string[])[database, HighWaterMark.PathOf(database), database + "-wal", database + "-shm", database + "-journal"])
        {
            if (File.Exists(file) && (File.GetUnixFileMode(file) & ~OfTheOwner) != 0)
            {
                File.SetUnixFileMode(file, OfTheOwner);
            }
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Create(string file)
    {
        if (!File.Exists(file))
        {
            new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OfTheOwner }).Dispose();
        }
    }
}
