using Cluster.Protos;

namespace ClusterAdapter;

/// <summary>Who is attached to the primary, as it said last: an immutable snapshot that is replaced.</summary>
internal sealed class ClusterMembers(string ownInstance)
{
    private IReadOnlyList<Member> _others = [];

    /// <summary>The workers other than this one.</summary>
    public IReadOnlyList<Member> Others => Volatile.Read(ref _others);

    public void Replace(Members members) =>
        Volatile.Write(ref _others, [.. members.Members_.Where(member => member.Instance != ownInstance)]);
}
