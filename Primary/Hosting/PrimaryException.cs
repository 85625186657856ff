namespace Primary.Hosting;

/// <summary>Why the cluster cannot run: one sentence for the operator, who gets no stack trace.</summary>
public sealed class PrimaryException : Exception
{
    /// <summary>Says why in one sentence.</summary>
    public PrimaryException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="PrimaryException(string)"/>
    public PrimaryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
