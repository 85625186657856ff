namespace Testing.Node;

/// <summary>What a program of <c>tests/Testing/node</c> answered instead of a result, or that it has ended.</summary>
public sealed class NodeException : Exception
{
    public NodeException()
    {
    }

    public NodeException(string message)
        : base(message)
    {
    }

    public NodeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
