using ArchUnitNET.Loader;

namespace Architecture.Tests;

/// <summary>The arrows between the folders of a project go one way: no two need each other.</summary>
public sealed class FolderTests
{
    private static readonly System.Reflection.Assembly[] Assemblies =
    [
        typeof(EngineIO.EngineIOServer).Assembly,
        typeof(SocketIO.SocketIOServer).Assembly,
        typeof(SocketIO.Sequencing.ISequencer).Assembly,
        typeof(EventLog.SequencedLog).Assembly,
        typeof(Cluster.Relay.WorkerLinks).Assembly,
        typeof(Cluster.Protos.OperationCodec).Assembly,
        System.Reflection.Assembly.Load("ClusterAdapter"),
        typeof(SocketIO.Cluster.ClusterOptions).Assembly,
    ];

    /// <summary>Pairs that are left from before there was this test, and are to go. None may come, and who mends one takes it off the list.</summary>
    [TestCaseSource(nameof(Assemblies))]
    public void Folders_NeedEachOther_InOneDirectionOnly(System.Reflection.Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var known = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "known-pairs.txt"))
            .Where(pair => pair.StartsWith(name + " ", StringComparison.Ordinal) || pair.StartsWith(name + ".", StringComparison.Ordinal));

        var graph = GraphOf(assembly);

        foreach (var pair in graph.Pairs().Except(known))
        {
            TestContext.Out.WriteLine(graph.Explain(pair.Split(" - ")));
        }
        Assert.That(graph.Pairs(), Is.EquivalentTo(known));
    }

    [Test]
    public void Folders_ThatNeedEachOther_AreFoundAndTheReasonsNamed()
    {
        const string one = "Architecture.Tests.Samples.One";
        const string other = "Architecture.Tests.Samples.Other";

        var graph = GraphOf(typeof(FolderTests).Assembly);

        Assert.That(graph.Pairs(), Is.EqualTo([$"{one} - {other}"]));
        Assert.That(graph.Explain([one, other]), Does.Contain($"{one} needs {other}: First -> Second").And.Contain($"{other} needs {one}: Second -> First"));
    }

    private static FolderGraph GraphOf(System.Reflection.Assembly assembly) =>
        new(new ArchLoader().LoadAssembly(assembly).Build().Types, assembly.GetName().Name!);
}
