using ClusterAdapter.Lifetime;

namespace SingleProcess;

/// <summary>The place of a server that stands alone: nobody takes it.</summary>
internal sealed class NoHandover : IHandover
{
    public bool SharesPort => false;

    public void Begin(TimeSpan window) => throw new InvalidOperationException("a log within this process sends nobody away");
}
