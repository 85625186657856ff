using Architecture.Tests.Samples.One;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Architecture.Tests;

/// <summary>The arrows between the folders of a project go one way: no two need each other.</summary>
/// <remarks>
/// Namespaces are for those who use a library, folders for those who work on it: a public type may lie in a low folder and
/// keep the namespace of the root.
/// </remarks>
public sealed class FolderTests
{
    private static readonly System.Reflection.Assembly[] Assemblies =
    [
        typeof(EngineIO.EngineIOServer).Assembly,
        typeof(SocketIO.SocketIOServer).Assembly,
        typeof(SocketIO.Sequencing.ISequencer).Assembly,
        typeof(SocketIO.Sequencer.SequencedLog).Assembly,
        typeof(Cluster.Relay.WorkerLinks).Assembly,
        typeof(Cluster.Protos.OperationCodec).Assembly,
        System.Reflection.Assembly.Load("SocketIO.AspNetCore.ClusterAdapter"),
        typeof(SocketIO.Cluster.ClusterOptions).Assembly,
    ];

    [TestCaseSource(nameof(Assemblies))]
    public void Folders_NeedEachOther_InOneDirectionOnly(System.Reflection.Assembly assembly)
    {
        var graph = new FolderGraph(TypesOf(assembly), SourceFolders.Of(assembly));

        foreach (var pair in graph.Pairs())
        {
            TestContext.Out.WriteLine(graph.Explain(pair.Split(" - ")));
        }
        Assert.That(graph.Pairs(), Is.Empty);
    }

    [Test]
    public void Folders_ThatNeedEachOther_AreFoundAndTheReasonsNamed()
    {
        const string one = "Architecture.Tests/Samples/One";
        const string other = "Architecture.Tests/Samples/Other";

        var graph = new FolderGraph(SampleTypes(), SourceFolders.Of(typeof(FolderTests).Assembly));

        Assert.That(graph.Pairs(), Is.EqualTo([$"{one} - {other}"]));
        Assert.That(graph.Explain([one, other]), Does.Contain($"{one} needs {other}: First -> Second").And.Contain($"{other} needs {one}: Second -> First"));
    }

    [TestCase(typeof(FolderTests), "Architecture.Tests")]
    [TestCase(typeof(First), "Architecture.Tests/Samples/One")]
    [TestCase(typeof(Second), "Architecture.Tests/Samples/Other")]
    [TestCase(typeof(Second.Kind), "Architecture.Tests/Samples/Other")]
    [TestCase(typeof(ISecond), "Architecture.Tests/Samples/Other")]
    public void Folder_OfAType_IsThatOfItsFile(System.Type type, string folder)
    {
        Assert.That(SourceFolders.Of(type.Assembly).Find(type.FullName!), Is.EqualTo(folder));
    }

    [Test]
    public void Folder_OfATypeThatIsDeclaredNowhere_IsAFault()
    {
        var folders = SourceFolders.Of(typeof(FolderTests).Assembly);

        Assert.That(() => folders.Find("Architecture.Tests.Third"), Throws.InvalidOperationException.With.Message.Contain("Architecture.Tests.Third"));
    }

    private static IEnumerable<IType> SampleTypes() =>
        TypesOf(typeof(FolderTests).Assembly).Where(type => type.Name is nameof(First) or nameof(Second));

    private static IEnumerable<IType> TypesOf(System.Reflection.Assembly assembly) => new ArchLoader().LoadAssembly(assembly).Build().Types;
}
