namespace SocketIO.Sequencer;

/// <summary>Files that nobody but their user may open (mode 0600, where there are modes).</summary>
internal static class PrivateFile
{
    private const UnixFileMode OfTheUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file, and makes it private first, whether it is there already or not.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened, or is another user's.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.Read)
    {
        Close(path);
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OfTheUser;
        }
        return new FileStream(path, options);
    }

    /// <summary>Takes from a file, if it is there, what others may do with it.</summary>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~OfTheUser) != 0)
        {
            File.SetUnixFileMode(path, OfTheUser);
        }
    }
}
