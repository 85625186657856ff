using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing.Processes;

namespace Interop.Tests.Support;

/// <summary>
/// A page for each client bundle, which offers the same operations as the clients in Node.js do: its function
/// <c>call(operation, request)</c>.
/// </summary>
internal static class BundlePages
{
    private static readonly string Scripts = Path.Combine(BuildOutput.Root, "tests", "Testing", "node");

    public static void Map(WebApplication app)
    {
        app.MapGet("/pages/{bundle}", (string bundle) => Results.Content(Page(bundle), "text/html"));
        app.MapGet("/scripts/{file}", (string file) => Results.File(Path.Combine(Scripts, Path.GetFileName(file)), "text/javascript"));
    }

    private static string Page(string bundle)
    {
        var address = $"/socket.io/{bundle}";
        var isModule = bundle.Contains(".esm.", StringComparison.Ordinal);
        return $$"""
            <!doctype html>
            <title>{{bundle}}</title>
            <link rel="icon" href="data:,">
            {{(isModule ? "" : $"<script src=\"{address}\"></script>")}}
            <script type="module">
              {{(isModule ? $"import {{ io }} from \"{address}\";" : "")}}
              import { createSocketOperations } from "/scripts/socket-operations.mjs";
              const { operations } = createSocketOperations({ current: io });
              window.call = (operation, request) => operations[operation](request);
            </script>
            """;
    }
}
