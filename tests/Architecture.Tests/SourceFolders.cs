using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>In which folder of its project each type of an assembly is declared, by the source files that its symbols name.</summary>
internal sealed class SourceFolders
{
    // Of the portable PDB format: the files of a type that has no method with code.
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly Dictionary<string, HashSet<string>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _folders = new(StringComparer.Ordinal);

    private SourceFolders(System.Reflection.Assembly assembly)
    {
        Assembly = assembly.GetName().Name!;
        using var image = new PEReader(File.OpenRead(assembly.Location));
        if (!image.TryOpenAssociatedPortablePdb(assembly.Location, File.OpenRead, out var provider, out _))
        {
            throw new InvalidOperationException($"{Assembly} has no symbols, which say where its types are declared.");
        }
        using (provider)
        {
            Read(image.GetMetadataReader(), provider!.GetMetadataReader());
        }
    }

    /// <summary>The assembly whose types these are.</summary>
    public string Assembly { get; }

    public static SourceFolders Of(System.Reflection.Assembly assembly) => new(assembly);

    /// <summary>The folder of a type, or of the type that it is nested in; null if it was generated.</summary>
    /// <exception cref="InvalidOperationException">It is declared nowhere, or in more than one folder.</exception>
    public string? Find(string type)
    {
        var outermost = type.Split('+', '/')[0];
        if (!_folders.TryGetValue(outermost, out var folder))
        {
            _folders.Add(outermost, folder = IsCompilerGenerated(outermost) ? null : FindDeclared(outermost));
        }
        return folder;
    }

    private string? FindDeclared(string outermost)
    {
        if (!_files.TryGetValue(outermost, out var files))
        {
            throw new InvalidOperationException($"The symbols of {Assembly} do not say where {outermost} is declared.");
        }
        var folders = files.Select(ToFolder).Where(folder => folder is not null).Distinct().ToList();
        return folders.Count <= 1
            ? folders.SingleOrDefault()
            : throw new InvalidOperationException($"{outermost} is declared in more than one folder: {string.Join(", ", folders)}.");
    }

    /// <summary>The folder of a file: its project's name, and the path from there; null if it was generated.</summary>
    private static string? ToFolder(string file)
    {
        // Source generators that write no files name theirs by paths that begin nowhere.
        if (!Path.IsPathRooted(file))
        {
            return null;
        }
        var names = new Stack<string>();
        for (var directory = new FileInfo(file).Directory; directory is not null; directory = directory.Parent)
        {
            if (directory.Exists && directory.EnumerateFiles("*.csproj").FirstOrDefault() is { } project)
            {
                return names.TryPeek(out var top) && top == "obj" ? null
                    : string.Join('/', names.Prepend(Path.GetFileNameWithoutExtension(project.Name)));
            }
            names.Push(directory.Name);
        }
        throw new InvalidOperationException($"{file} lies in no project.");
    }

    // What stands for arrays' contents, anonymous types and the like has names that no source can give.
    private static bool IsCompilerGenerated(string outermost) => outermost.Split('.')[^1].StartsWith('<');

    private void Read(MetadataReader metadata, MetadataReader symbols)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var files = FilesOf(metadata, handle);
            foreach (var information in symbols.GetCustomDebugInformation(handle).Select(symbols.GetCustomDebugInformation))
            {
                if (symbols.GetGuid(information.Kind) == TypeDefinitionDocuments)
                {
                    AddListed(files, symbols, symbols.GetBlobReader(information.Value));
                }
            }
            foreach (var method in metadata.GetTypeDefinition(handle).GetMethods())
            {
                AddOf(files, symbols, symbols.GetMethodDebugInformation(method));
            }
        }
        foreach (var (type, files) in _files.Where(pair => pair.Value.Count == 0).ToList())
        {
            _files.Remove(type);
        }
    }

    private HashSet<string> FilesOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }
        var name = metadata.GetString(type.Name);
        var full = type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
        if (!_files.TryGetValue(full, out var files))
        {
            _files.Add(full, files = new HashSet<string>(StringComparer.Ordinal));
        }
        return files;
    }

    private static void AddListed(HashSet<string> files, MetadataReader symbols, BlobReader documents)
    {
        while (documents.RemainingBytes > 0)
        {
            Add(files, symbols, MetadataTokens.DocumentHandle(documents.ReadCompressedInteger()));
        }
    }

    private static void AddOf(HashSet<string> files, MetadataReader symbols, MethodDebugInformation method)
    {
        Add(files, symbols, method.Document);
        // A method of several files, such as a constructor with initializers from all of them, names them here.
        foreach (var point in method.GetSequencePoints())
        {
            Add(files, symbols, point.Document);
        }
    }

    private static void Add(HashSet<string> files, MetadataReader symbols, DocumentHandle document)
    {
        if (!document.IsNil)
        {
            files.Add(symbols.GetString(symbols.GetDocument(document).Name));
        }
    }
}
