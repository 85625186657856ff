using SocketIO.Sequencer;

namespace Primary.Hosting;

/// <summary>Files that live only as long as the cluster.</summary>
internal static class RunFile
{
    /// <summary>Writes one that only its user may read.</summary>
    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(PrivateFile.Open(path, FileMode.Create, FileAccess.Write));
        writer.Write(text);
    }

    /// <summary>Removes one, if it can be: what somebody else has removed, or made unremovable, does not matter at the end.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Left behind, it is replaced at the next start.
        }
    }
}
