namespace Testing.Node;

/// <summary>What a program in another language answered instead of a result, or that it has ended.</summary>
public sealed class LineProgramException : Exception
{
    public LineProgramException()
    {
    }

    public LineProgramException(string message)
        : base(message)
    {
    }

    public LineProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
