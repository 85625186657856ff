using System.Collections.Immutable;
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

    public static IReadOnlyList<DiagnosticAnalyzer> All => Analyzers;

    /// <summary>A library of a source text instead of the real one.</summary>
    public static MetadataReference Library(string assembly, string source)
    {
        var library = Compile(assembly, source, Framework);
        RefuseErrors(library, source);
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

    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, MetadataReference? library = null)
    {
        var compilation = Compile("Application", source, library is null ? References : [.. Framework, library]);
        RefuseErrors(compilation, source);
        var found = await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        return [.. found, .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id == UnobservedTask)];
    }

    private static IEnumerable<MetadataReference> Framework =>
        References.Where(reference => !File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(reference.Display!))));

    private static CSharpCompilation Compile(string assembly, string source, IEnumerable<MetadataReference> references)
    {
        var tree = CSharpSyntaxTree.ParseText(source, Parsing);
        var isProgram = tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
        var options = isProgram ? Options.WithOutputKind(OutputKind.ConsoleApplication) : Options;
        return CSharpCompilation.Create(assembly, [tree], references, options);
    }

    private static void RefuseErrors(CSharpCompilation compilation, string source)
    {
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.That(errors, Is.Empty, () => source);
    }
}
