using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketIO.Analyzers;

namespace Analyzers.Tests.Support;

/// <summary>Compiles source texts as the users of the library do, with its analyzers.</summary>
internal static class Compiler
{
    // What the compiler says itself of a dropped task; never both, never neither.
    private const string UnobservedTask = "CS4014";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(LibraryAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LibraryAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    // The framework's and the library's, as this process has them.
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // What is compiled shares the symbols of its references with the empty program that it was made of.
    private static readonly CSharpCompilation WithTheLibrary = CSharpCompilation.Create("Application", [], References, Options);
    private static readonly CSharpCompilation WithNone = WithTheLibrary.RemoveReferences(References.Where(IsOurs));
    private static readonly ConditionalWeakTable<MetadataReference, CSharpCompilation> WithAnother = [];

    public static IReadOnlyList<DiagnosticAnalyzer> All => Analyzers;

    /// <summary>A library of a source text instead of the real one.</summary>
    public static MetadataReference Library(string assembly, string source)
    {
        var library = Add(WithNone.WithAssemblyName(assembly), source);
        RefuseErrors(library.GetDiagnostics(), source);
        return library.ToMetadataReference();
    }

    /// <summary>Expects what is marked in the text, and nothing else.</summary>
    public static async Task ExpectAsync(string marked, MetadataReference? library = null)
    {
        var source = MarkedSource.Parse(marked);
        var diagnostics = await AnalyzeAsync(source.Text, library);
        var found = diagnostics.Select(diagnostic => new Finding(
            diagnostic.Id,
            diagnostic.Location.SourceSpan,
            source.Text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)));
        Assert.That(found, Is.EquivalentTo(source.Expected), () => string.Join('\n', diagnostics));
    }

    /// <summary>What the analyzers report, and of the compiler's own what concerns them.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, MetadataReference? library = null)
    {
        var program = library is null ? WithTheLibrary : WithAnother.GetValue(library, one => WithNone.AddReferences(one));
        var diagnostics = await Add(program, source).WithAnalyzers(Analyzers).GetAllDiagnosticsAsync();
        RefuseErrors(diagnostics, source);
        return [.. diagnostics.Where(diagnostic => !IsCompilers(diagnostic) || diagnostic.Id == UnobservedTask)];
    }

    private static CSharpCompilation Add(CSharpCompilation compilation, string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, Parsing);
        var isProgram = tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
        return (isProgram ? compilation.WithOptions(Options.WithOutputKind(OutputKind.ConsoleApplication)) : compilation).AddSyntaxTrees(tree);
    }

    private static void RefuseErrors(IEnumerable<Diagnostic> diagnostics, string source)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && IsCompilers(diagnostic)).ToList();
        Assert.That(errors, Is.Empty, () => source);
    }

    private static bool IsCompilers(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    private static bool IsOurs(MetadataReference reference) => File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(reference.Display!)));
}
