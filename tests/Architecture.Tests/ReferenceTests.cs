using System.Reflection;

namespace Architecture.Tests;

/// <summary>What a library drags along.</summary>
public sealed class ReferenceTests
{
    /// <summary>gRPC is a way to a primary; a server within one process needs none.</summary>
    [TestCase("SingleProcess", false)]
    [TestCase("ClusterAdapter", false)]
    [TestCase("Relay", false)]
    [TestCase("ClusterWorker", true)]
    public void References_OfALibrary_HoldGrpcOnlyWhereItIsTheWay(string library, bool expected)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Collect(Assembly.Load($"SocketIO.AspNetCore.{library}"), seen);

        Assert.That(seen, Does.Contain("Google.Protobuf"), "the messages are the same");
        Assert.That(seen.Any(name => name.StartsWith("Grpc", StringComparison.Ordinal)), Is.EqualTo(expected));
    }

    private static void Collect(Assembly assembly, HashSet<string> seen)
    {
        foreach (var name in assembly.GetReferencedAssemblies())
        {
            if (seen.Add(name.Name!))
            {
                Collect(Assembly.Load(name), seen);
            }
        }
    }
}
