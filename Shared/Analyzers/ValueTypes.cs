using Microsoft.CodeAnalysis;

namespace SocketIO.Analyzers;

/// <summary>Why a value cannot travel in an event.</summary>
internal enum Unsupported
{
    None,
    Task,
    Delegate,
    Stream,
    Reflection,
    Pointer,
    AsyncStream,
    Sequence,
    Token,
    HttpContext,
    Live,
    List,
}

/// <summary>Which types of value an event can carry. What is not known to be unsupported is not judged.</summary>
internal sealed class ValueTypes
{
    // A type may contain itself.
    private const int Depth = 4;

    private readonly INamedTypeSymbol? _enumerable;
    private readonly List<(INamedTypeSymbol Base, Unsupported Why)> _bases = [];
    private readonly INamedTypeSymbol?[] _tasks;
    private readonly INamedTypeSymbol?[] _awaitables;

    public ValueTypes(Compilation compilation)
    {
        _enumerable = compilation.GetTypeByMetadataName("System.Collections.Generic.IEnumerable`1");
        _tasks = Find(
            compilation,
            "System.Threading.Tasks.Task",
            "System.Threading.Tasks.Task`1",
            "System.Threading.Tasks.ValueTask",
            "System.Threading.Tasks.ValueTask`1");
        _awaitables = Find(
            compilation,
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1");
        AddBases(compilation, Unsupported.Delegate, "System.Delegate");
        AddBases(compilation, Unsupported.Stream, "System.IO.Stream");
        AddBases(
            compilation,
            Unsupported.Reflection,
            "System.Reflection.MemberInfo",
            "System.Reflection.ParameterInfo",
            "System.Reflection.Assembly",
            "System.Reflection.Module");
        AddBases(compilation, Unsupported.AsyncStream, "System.Collections.Generic.IAsyncEnumerable`1");
        AddBases(compilation, Unsupported.Sequence, "System.Buffers.ReadOnlySequence`1");
        AddBases(compilation, Unsupported.Token, "System.Threading.CancellationToken");
        AddBases(compilation, Unsupported.HttpContext, "Microsoft.AspNetCore.Http.HttpContext");
    }

    /// <summary>Whether it is a Task or ValueTask.</summary>
    public bool IsTask(ITypeSymbol? type) => IsOneOf(_tasks, type);

    /// <summary>Whether it is a task, or one on which ConfigureAwait was called.</summary>
    public bool IsAwaitable(ITypeSymbol? type) => IsTask(type) || IsOneOf(_awaitables, type);

    public static bool IsToken(ITypeSymbol? type) =>
        Unwrapped(type) is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>What a handler gives in the end, if its result is a task of it.</summary>
    public ITypeSymbol? ResultOf(ITypeSymbol type) =>
        TaskOf(type) is not { } task ? type : task is INamedTypeSymbol { TypeArguments.Length: 1 } ofResult ? ofResult.TypeArguments[0] : null;

    /// <summary>Why a value of this type, or one in it, cannot travel in an event.</summary>
    public Unsupported Judge(ITypeSymbol? type) => Judge(type, Depth);

    /// <summary>The task that a type is, or derives from.</summary>
    private ITypeSymbol? TaskOf(ITypeSymbol? type)
    {
        while (type is not null && !IsTask(type))
        {
            type = type.BaseType;
        }
        return type;
    }

    private Unsupported Judge(ITypeSymbol? type, int depth)
    {
        type = Unwrapped(type);
        if (type is null or ITypeParameterSymbol || depth == 0 || type.SpecialType == SpecialType.System_String)
        {
            return Unsupported.None;
        }
        return Itself(type) is not Unsupported.None and var why ? why : First(PartsOf(type), depth - 1);
    }

    private Unsupported First(IEnumerable<ITypeSymbol> parts, int depth) =>
        parts.Select(part => Judge(part, depth)).FirstOrDefault(why => why != Unsupported.None);

    private Unsupported Itself(ITypeSymbol type)
    {
        if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return Unsupported.Pointer;
        }
        if (IsAwaitable(type) || (type.BaseType is { } parent && IsTask(parent)))
        {
            return Unsupported.Task;
        }
        foreach (var (known, why) in _bases)
        {
            if (Derives(type, known))
            {
                return why;
            }
        }
        return Library.IsArgumentList(type) ? Unsupported.List : Library.IsLive(type) ? Unsupported.Live : Unsupported.None;
    }

    /// <summary>The types of the values that are written with one of this type, as far as no converter can change it.</summary>
    private IEnumerable<ITypeSymbol> PartsOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Select(element => element.Type),
        INamedTypeSymbol { IsAnonymousType: true } => type.GetMembers().OfType<IPropertySymbol>().Select(property => property.Type),
        INamedTypeSymbol { Name: "KeyValuePair" } pair => pair.TypeArguments,
        INamedTypeSymbol optional when Library.IsOptional(optional) => optional.TypeArguments,
        _ => Append(type.AllInterfaces, type as INamedTypeSymbol)
            .Where(part => IsOneOf([_enumerable], part))
            .Select(part => part.TypeArguments[0])
            .Where(item => !SymbolEqualityComparer.Default.Equals(item, type)),
    };

    private static IEnumerable<INamedTypeSymbol> Append(IEnumerable<INamedTypeSymbol> types, INamedTypeSymbol? last) =>
        last is null ? types : types.Append(last);

    private void AddBases(Compilation compilation, Unsupported why, params string[] names) =>
        _bases.AddRange(Find(compilation, names).OfType<INamedTypeSymbol>().Select(known => (known, why)));

    private static INamedTypeSymbol?[] Find(Compilation compilation, params string[] names) =>
        [.. names.Select(compilation.GetTypeByMetadataName)];

    private static bool Derives(ITypeSymbol type, INamedTypeSymbol known)
    {
        if (known.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(part => IsOneOf([known], part)))
        {
            return true;
        }
        for (ITypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            if (IsOneOf([known], part))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsOneOf(INamedTypeSymbol?[] known, ITypeSymbol? type) =>
        type is not null && known.Any(one => SymbolEqualityComparer.Default.Equals(one, type.OriginalDefinition));

    private static ITypeSymbol? Unwrapped(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
