namespace SocketIO.Sequencing;

/// <summary>Something to be put in order. What needs no decision is its own event; the others become one, or are
/// denied.</summary>
public interface IOperation
{
    /// <summary>About how many bytes it takes.</summary>
    int Size { get; }

    /// <summary>Whether it is taken however much is held back, see <see cref="SubmitOptions.MustBeTaken"/>.</summary>
    bool MustBeTaken => false;
}
