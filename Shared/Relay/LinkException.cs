namespace Cluster.Relay;

/// <summary>A link cannot begin or go on.</summary>
internal sealed class LinkException : Exception
{
    /// <summary>Tells why, in a sentence.</summary>
    public LinkException(LinkFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>What kind of fault it is.</summary>
    public LinkFault Fault { get; }
}
