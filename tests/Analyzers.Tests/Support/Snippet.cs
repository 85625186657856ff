namespace Analyzers.Tests.Support;

/// <summary>Puts statements into a program, with what they need around them.</summary>
internal static class Snippet
{
    private const string Usings = """
        using System;
        using System.Buffers;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.DependencyInjection;
        using SocketIO;
        using SocketIO.History;
        using SocketIO;
        #pragma warning disable CS1998, CS8019
        """;

    /// <summary>Statements of a method that is not asynchronous.</summary>
    public static string Of(string statements, string members = "") => Method("void", statements, members);

    /// <summary>Statements of an asynchronous method.</summary>
    public static string OfAsync(string statements, string members = "") => Method("async Task", statements, members);

    /// <summary>A whole file.</summary>
    public static string File(string declarations) => Usings + declarations;

    private static string Method(string result, string statements, string members) => File($$"""

        internal static class Program
        {
            private static Task? last;

            internal static {{result}} Run(
                SocketIOServer io, Namespace space, Socket socket, EventContext context, NamespaceHistory history, IServiceCollection services, CancellationToken token)
            {
                {{statements}}
            }

            private static Task SaveAsync() => Task.CompletedTask;

            private static ValueTask<int> CountAsync() => ValueTask.FromResult(1);

            private static async Task CompiledAsync() => await Task.Yield();

            private static Exception? Cleared() => null;

            {{members}}
        }
        """);
}
