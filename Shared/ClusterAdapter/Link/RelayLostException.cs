namespace ClusterAdapter.Link;

/// <summary>A stream did not begin, or does not go on.</summary>
/// <param name="reason">Why, in words for an operator; what the other side said, if it said something.</param>
/// <param name="isFinal">Whether it is of no use to try again.</param>
/// <param name="cause">What it comes of.</param>
internal sealed class RelayLostException(string reason, bool isFinal, Exception? cause = null) : IOException(reason, cause)
{
    public bool IsFinal => isFinal;
}
