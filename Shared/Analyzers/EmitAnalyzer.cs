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
            if (Complaint(value, isLast, types) is { } complaint)
            {
                context.ReportDiagnostic(complaint);
            }
        }
    }

    private static Diagnostic? Complaint(IOperation value, bool isLast, ValueTypes types)
    {
        var location = value.Syntax.GetLocation();
        if (ValueTypes.IsToken(value.Type))
        {
            return isLast ? null : Diagnostic.Create(Rules.MisplacedToken, location);
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
