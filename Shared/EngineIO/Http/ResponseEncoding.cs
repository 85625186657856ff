using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EngineIO.Http;

/// <summary>The content encodings of polling responses.</summary>
internal static class ResponseEncoding
{
    private const string Gzip = "gzip";
    private const string Deflate = "deflate";
    private const string Any = "*";

    /// <summary>The encoding that the client likes best among ours; null if it takes none.</summary>
    public static string? Choose(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
        {
            return null;
        }
        var gzip = Quality(accepted, Gzip);
        var deflate = Quality(accepted, Deflate);
        return gzip <= 0 && deflate <= 0 ? null : gzip >= deflate ? Gzip : Deflate;
    }

    /// <summary>A stream that compresses into another, which stays open.</summary>
    public static Stream Open(string encoding, Stream output, CompressionLevel level) => encoding == Gzip
        ? new GZipStream(output, level, leaveOpen: true)
        : new ZLibStream(output, level, leaveOpen: true);

    private static double Quality(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        double? any = null;
        foreach (var item in accepted)
        {
            if (item.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return item.Quality ?? 1;
            }
            if (item.Value.Equals(Any, StringComparison.Ordinal))
            {
                any = item.Quality ?? 1;
            }
        }
        return any ?? 0;
    }
}
