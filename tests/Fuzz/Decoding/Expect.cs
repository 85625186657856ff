namespace Fuzz.Decoding;

/// <summary>What must hold of every input.</summary>
internal static class Expect
{
    public static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new PropertyException(what);
        }
    }
}

/// <summary>A property does not hold of an input.</summary>
public sealed class PropertyException : Exception
{
    public PropertyException()
    {
    }

    public PropertyException(string message)
        : base(message)
    {
    }

    public PropertyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
