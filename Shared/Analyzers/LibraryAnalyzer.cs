using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketIO.Analyzers;

/// <summary>An analyzer that has something to say only where the library is referenced.</summary>
public abstract class LibraryAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (Library.IsReferencedBy(start.Compilation))
            {
                Start(start, new ValueTypes(start.Compilation));
            }
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext start, ValueTypes types);
}
