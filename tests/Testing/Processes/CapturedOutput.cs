using System.Diagnostics;

namespace Testing.Processes;

/// <summary>Collects the lines that a process, and its children, write to one of their streams.</summary>
public sealed class CapturedOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Lines);

    internal void Add(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_lock)
            {
                _lines.Add(line.Data);
            }
        }
    }
}
