using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>SIO003 and SIO006: arguments of an emit or an acknowledgement that cannot be sent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmitAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnsupportedArgument, Rules.MisplacedToken];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, ValueTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Library.Sends(call.TargetMethod))
        {
            return;
        }
        foreach (var (value, isLast) in SentArguments.Of(call))
        {
            if (Complaint(call.TargetMethod, value, isLast, types) is { } complaint)
            {
                context.ReportDiagnostic(complaint);
            }
        }
    }

    private static Diagnostic? Complaint(IMethodSymbol method, IOperation value, bool isLast, ValueTypes types)
    {
        var location = value.Syntax.GetLocation();
        if (ValueTypes.IsToken(value.Type))
        {
            return Library.IsAck(method)
                ? Diagnostic.Create(Rules.MisplacedToken, location, "A CancellationToken is no data, and nothing cancels an acknowledgement")
                : isLast
                    ? null
                    : Diagnostic.Create(Rules.MisplacedToken, location, "A CancellationToken is no data, and cancels only as the last argument of an emit");
        }
        return types.Judge(value.Type) is not Unsupported.None and var why
            ? Diagnostic.Create(
                Rules.UnsupportedArgument,
                location,
                value.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
                Advice.ToSend(why))
            : null;
    }
}
