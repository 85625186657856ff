using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>SIO001: an asynchronous function where the library takes a delegate that returns nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidHandlerAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AsyncVoidHandler];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(Analyze, OperationKind.DelegateCreation);

    private static void Analyze(OperationAnalysisContext context)
    {
        var handler = (IDelegateCreationOperation)context.Operation;
        var isVoid = handler.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true };
        if (isVoid && AsyncPartOf(handler.Target) is { } location && HandlerSite.MemberThatGets(handler) is { } member)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.AsyncVoidHandler, location, member.Name));
        }
    }

    private static Location? AsyncPartOf(IOperation target) => target switch
    {
        IAnonymousFunctionOperation { Symbol.IsAsync: true, Syntax: AnonymousFunctionExpressionSyntax syntax } =>
            syntax.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)).GetLocation(),
        IMethodReferenceOperation { Method.IsAsync: true } reference => reference.Syntax.GetLocation(),
        _ => null,
    };
}
