using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SocketIO.ClientFiles;

/// <summary>Serves the official JavaScript client, which the build embedded, as the reference does.</summary>
internal sealed class ClientBundle(string serverPath, Func<HttpContext, bool> applyCors)
{
    private const string ResourcePrefix = "client/";

    private static readonly FrozenSet<string> Names = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && !name.EndsWith(".json", StringComparison.Ordinal))
        .Select(name => name[ResourcePrefix.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Name, string Encoding), byte[]> _bodies = new();
    private readonly Lazy<EntityTagHeaderValue> _tag = new(() => new($"\"{ReadVersion()}\""));

    /// <summary>Serves the file that the last segment of the path names, if it is one of the bundle.</summary>
    public bool TryServe(HttpContext context, out Task served)
    {
        served = Task.CompletedTask;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }
        var path = context.Request.Path.Value ?? "";
        var name = path[(path.LastIndexOf('/') + 1)..];
        // Directly under the server's path, wherever that itself is mounted.
        if (!Names.Contains(name) || !path.EndsWith($"{serverPath.TrimEnd('/')}/{name}", StringComparison.Ordinal))
        {
            return false;
        }
        applyCors(context);
        served = ServeAsync(context, name);
        return true;
    }

    private async Task ServeAsync(HttpContext context, string name)
    {
        var response = context.Response;
        var headers = response.GetTypedHeaders();
        headers.ETag = _tag.Value;
        response.Headers.CacheControl = "public, max-age=0";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(_tag.Value, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var encoding = ChooseEncoding(context.Request);
        var body = _bodies.GetOrAdd((name, encoding), key => Load(key.Name, key.Encoding));
        response.ContentType = name.EndsWith(".map", StringComparison.Ordinal) ? "application/json; charset=utf-8" : "application/javascript; charset=utf-8";
        response.ContentLength = body.Length;
        if (encoding.Length > 0)
        {
            response.Headers.ContentEncoding = encoding;
        }
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string ChooseEncoding(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var candidate in (ReadOnlySpan<string>)["br", "gzip", "deflate"])
        {
            if (accepted.Any(value => value.Quality is not 0 && value.Value.Equals(candidate, StringComparison.OrdinalIgnoreCase)))
            {
                return candidate;
            }
        }
        return "";
    }

    private static byte[] Load(string name, string encoding)
    {
        using var source = Open(name);
        using var target = new MemoryStream();
        using (var writer = Encode(target, encoding))
        {
            source.CopyTo(writer ?? target);
        }
        return target.ToArray();
    }

    private static Stream? Encode(Stream target, string encoding) => encoding switch
    {
        "br" => new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true),
        "gzip" => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true),
        _ => null,
    };

    private static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)
        ?? throw new InvalidOperationException($"the client bundle lacks {name}");

    private static string ReadVersion()
    {
        using var manifest = JsonDocument.Parse(Open("package.json"));
        return manifest.RootElement.GetProperty("version").GetString()!;
    }
}
