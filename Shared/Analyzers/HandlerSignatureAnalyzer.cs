using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>SIO005: a handler of an event with a parameter that no argument can fill, or a result that cannot be sent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerSignatureAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnsupportedHandler];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, ValueTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Library.IsListening(call.TargetMethod))
        {
            return;
        }
        foreach (var argument in call.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            var handler = Unconverted(argument.Value);
            if (handler.Type is INamedTypeSymbol { DelegateInvokeMethod: { } given })
            {
                var written = handler is IDelegateCreationOperation creation ? creation.Target.Syntax : handler.Syntax;
                AnalyzeParameters(context, argument.Parameter!, written, given, types);
                AnalyzeResult(context, argument.Parameter!, written, given, types);
            }
        }
    }

    private static void AnalyzeParameters(
        OperationAnalysisContext context, IParameterSymbol registered, SyntaxNode handler, IMethodSymbol given, ValueTypes types)
    {
        foreach (var parameter in given.Parameters.Where(parameter => IsChosen(registered, invoke => invoke.Parameters[parameter.Ordinal].Type)))
        {
            if (Complaint(parameter, types) is { } complaint)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedHandler, LocationOf(handler, parameter.Ordinal), complaint));
            }
        }
    }

    private static void AnalyzeResult(
        OperationAnalysisContext context, IParameterSymbol registered, SyntaxNode handler, IMethodSymbol given, ValueTypes types)
    {
        if (given.ReturnsVoid || !IsChosen(registered, invoke => invoke.ReturnType))
        {
            return;
        }
        var result = types.ResultOf(given.ReturnType);
        if (types.Judge(result) is not Unsupported.None and var why && !Library.IsArgumentList(result))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.UnsupportedHandler,
                LocationOfResult(handler),
                $"A handler's result is its acknowledgement, and '{Name(result!)}' cannot be sent: {Advice.ToSend(why)}"));
        }
    }

    private static string? Complaint(IParameterSymbol parameter, ValueTypes types)
    {
        if (parameter.RefKind != RefKind.None)
        {
            return "A handler gets its parameters by value, not by 'ref', 'out' or 'in'";
        }
        if (ValueTypes.IsToken(parameter.Type) || Library.IsContext(parameter.Type))
        {
            return null;
        }
        return types.Judge(parameter.Type) is not Unsupported.None and var why
            ? $"A handler's parameter is an argument of its event, and that cannot be '{Name(parameter.Type)}': {Advice.ToReceive(why)}"
            : null;
    }

    /// <summary>Whether the application chooses a type of the handler, and not the library.</summary>
    private static bool IsChosen(IParameterSymbol registered, Func<IMethodSymbol, ITypeSymbol> part) =>
        registered.OriginalDefinition.Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || HasTypeParameter(part(invoke));

    private static bool HasTypeParameter(ITypeSymbol type) =>
        type is ITypeParameterSymbol || (type is INamedTypeSymbol named && named.TypeArguments.Any(HasTypeParameter));

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { Operand.Type: not null } conversion)
        {
            value = conversion.Operand;
        }
        return value;
    }

    private static Location LocationOf(SyntaxNode handler, int parameter) =>
        (ParametersOf(handler) is { } parameters && parameter < parameters.Count ? parameters[parameter] : handler).GetLocation();

    private static IReadOnlyList<ParameterSyntax>? ParametersOf(SyntaxNode handler) => handler switch
    {
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
        SimpleLambdaExpressionSyntax lambda => [lambda.Parameter],
        AnonymousMethodExpressionSyntax method => method.ParameterList?.Parameters,
        _ => null,
    };

    private static Location LocationOfResult(SyntaxNode handler)
    {
        var result = handler switch
        {
            LambdaExpressionSyntax { ExpressionBody: { } expression } => expression,
            AnonymousFunctionExpressionSyntax { Block: { } block } => FirstResult(block),
            _ => null,
        };
        return (result ?? handler).GetLocation();
    }

    private static ExpressionSyntax? FirstResult(BlockSyntax block) => block
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<ReturnStatementSyntax>()
        .Select(statement => statement.Expression)
        .FirstOrDefault(expression => expression is not null);

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
