using System.Text.Json;
using System.Text.Json.Serialization;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>
/// The list of running workers on disk, so that a primary that comes back after a sudden end finds those of its
/// predecessor.
/// </summary>
internal sealed partial class FormerWorkers(DataDirectory directory)
{
    private readonly Lock _lock = new();

    private string FilePath => Path.Combine(directory.Run, "workers.json");

    public IReadOnlyList<FormerWorker> Read()
    {
        try
        {
            var workers = JsonSerializer.Deserialize(File.ReadAllBytes(FilePath), WorkersJson.Default.FormerWorkerArray);
            return [.. workers?.OfType<FormerWorker>() ?? []];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Replaces the list at once: a reader sees the former list or this one.</summary>
    public void Write(IEnumerable<FormerWorker> workers)
    {
        lock (_lock)
        {
            var temporary = FilePath + ".new";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes([.. workers], WorkersJson.Default.FormerWorkerArray));
            File.Move(temporary, FilePath, overwrite: true);
        }
    }

    public void Delete()
    {
        lock (_lock)
        {
            RunFile.Delete(FilePath);
        }
    }

    [JsonSerializable(typeof(FormerWorker[]))]
    private sealed partial class WorkersJson : JsonSerializerContext;
}

/// <summary>A worker as its primary noted it down.</summary>
internal sealed record FormerWorker(int Index, int Pid, DateTimeOffset StartedAt, string Url, string Program);
