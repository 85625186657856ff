namespace Cluster.Protos;

/// <summary>The other side has said what the protocol does not allow.</summary>
/// <param name="rule">What it has broken, as a sentence.</param>
public sealed class ProtocolException(string rule) : Exception(rule);
