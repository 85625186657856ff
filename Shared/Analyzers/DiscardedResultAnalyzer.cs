using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>
/// SIO007: <c>() =&gt; _ = SaveAsync()</c> as a handler. An assignment is an expression, also one to a discard, so the lambda
/// returns what it says it drops, and the compiler prefers the form of the method that makes use of it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DiscardedResultAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DiscardedResult];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.AnonymousFunction);

    private static void Analyze(OperationAnalysisContext context, ValueTypes types)
    {
        var function = (IAnonymousFunctionOperation)context.Operation;
        if (function is { Parent: IDelegateCreationOperation handler, Body.Operations.Length: 1 }
            && function.Body.Operations[0] is IReturnOperation { ReturnedValue: { } returned }
            && DiscardIn(returned) is { } discard
            && HandlerSite.MemberThatGets(handler) is { } member)
        {
            var use = types.IsAwaitable(discard.Value.Type) ? "awaits" : "takes";
            context.ReportDiagnostic(Diagnostic.Create(Rules.DiscardedResult, discard.Syntax.GetLocation(), member.Name, use));
        }
    }

    private static ISimpleAssignmentOperation? DiscardIn(IOperation returned)
    {
        while (returned is IConversionOperation or IParenthesizedOperation)
        {
            returned = returned.ChildOperations.Single();
        }
        return returned is ISimpleAssignmentOperation { Target: IDiscardOperation } discard ? discard : null;
    }
}
