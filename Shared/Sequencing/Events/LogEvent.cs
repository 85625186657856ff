namespace SocketIO.Sequencing;

/// <summary>What an entry of the log says. Immutable.</summary>
/// <param name="Namespace">The namespace it belongs to; empty when it concerns several.</param>
public abstract record LogEvent(string Namespace)
{
    /// <summary>About how many bytes it takes.</summary>
    public abstract int Size { get; }
}
