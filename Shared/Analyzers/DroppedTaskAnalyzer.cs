using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>
/// SIO002: a task that nothing waits for, where the compiler's CS4014 says nothing: anything in a handler, and what the
/// library returns everywhere.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedTaskAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DroppedTask];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ExpressionStatement);

    private static void Analyze(OperationAnalysisContext context, ValueTypes types)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (CallOf(statement.Operation) is { } call
            && types.IsAwaitable(call.Type)
            && !IsCompilersBusiness(statement, call)
            && (Library.Owns(call.TargetMethod) || IsInHandler(statement, context)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DroppedTask, statement.Operation.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    /// <summary>The last call of a statement that is one: also after a <c>?.</c>, and of what a ConfigureAwait is for.</summary>
    private static IInvocationOperation? CallOf(IOperation statement)
    {
        while (statement is IConditionalAccessOperation access)
        {
            statement = access.WhenNotNull;
        }
        return statement is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: IInvocationOperation inner }
            ? inner
            : statement as IInvocationOperation;
    }

    /// <summary>Whether CS4014 is reported: for a call, in an asynchronous function or to one of this program.</summary>
    private static bool IsCompilersBusiness(IExpressionStatementOperation statement, IInvocationOperation call) =>
        statement.Operation is IInvocationOperation
        && (MayAwait(statement.SemanticModel!.GetEnclosingSymbol(statement.Syntax.SpanStart))
            || (statement.Operation == call && call.TargetMethod.IsAsync));

    // Top-level statements may, whether or not they do.
    private static bool MayAwait(ISymbol? function) =>
        function is IMethodSymbol { IsAsync: true } or IMethodSymbol { Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private static bool IsInHandler(IOperation statement, OperationAnalysisContext context)
    {
        for (var part = statement.Parent; part is not null; part = part.Parent)
        {
            var isHandler = part switch
            {
                IAnonymousFunctionOperation { Parent: IDelegateCreationOperation handler } => HandlerSite.MemberThatGets(handler) is not null,
                ILocalFunctionOperation local => HandlerSite.IsHandler(local.Symbol, statement.SemanticModel!, context.CancellationToken),
                _ => false,
            };
            if (isHandler)
            {
                return true;
            }
        }
        return context.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && HandlerSite.IsHandler(method, statement.SemanticModel!, context.CancellationToken);
    }
}
