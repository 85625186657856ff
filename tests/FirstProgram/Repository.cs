using System.Collections.Concurrent;

namespace FirstProgram;

/// <summary>Something that takes its time, as a database does.</summary>
public sealed class Repository
{
    public ConcurrentQueue<string> Saved { get; } = new();

    public async Task SaveAsync(string text)
    {
        await Task.Yield();
        if (text == "broken")
        {
            throw new InvalidOperationException("the disk is full");
        }
        Saved.Enqueue(text);
    }

    public async Task<int> CountAsync()
    {
        await Task.Yield();
        return Saved.Count;
    }
}

/// <summary>What is sent in events.</summary>
public sealed record Person(string Name, int Age);
