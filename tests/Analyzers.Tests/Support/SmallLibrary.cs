namespace Analyzers.Tests.Support;

/// <summary>
/// A library of the same names in the small, whose methods have the forms that the analyzers understand whether or not
/// the real one has them at present: one overload for each number of arguments on an interface, a list of arguments, and
/// handlers of any delegate type.
/// </summary>
internal static class SmallLibrary
{
    public const string Assembly = "SocketIO.AspNetCore";

    public const string Source = """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;

        namespace SocketIO;

        [CollectionBuilder(typeof(ArgumentList), nameof(Create))]
        public readonly struct ArgumentList : IEnumerable<object?>
        {
            public ArgumentList(params object?[] items) { }
            public static ArgumentList Create(ReadOnlySpan<object?> items) => default;
            public static ArgumentList Of(object? first, object? second) => default;
            public static implicit operator ArgumentList(object?[] items) => default;
            public IEnumerator<object?> GetEnumerator() => throw new NotSupportedException();
            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        }

        public interface IEventEmitter { void Emit(string eventName, ArgumentList arguments); }

        public interface IAckEmitter<T> { Task<T> EmitWithAckAsync(string eventName, ArgumentList arguments, CancellationToken cancellation = default); }

        public sealed class Socket : IEventEmitter, IAckEmitter<string>
        {
            public void Emit(string eventName, ArgumentList arguments) { }
            public Task<string> EmitWithAckAsync(string eventName, ArgumentList arguments, CancellationToken cancellation = default) => throw new NotSupportedException();
        }

        public sealed class Options
        {
            public Action<string>? Opened { get; set; }
            public event Action<string>? Closed { add { } remove { } }
        }

        public sealed class EventContext { public void Ack(object? first) { } }

        public static class EmitExtensions
        {
            public static void Emit(this IEventEmitter emitter, string eventName) { }
            public static void Emit(this IEventEmitter emitter, string eventName, object? first) { }
            public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second) { }
            public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second, object? third) { }
            public static void Send<T>(this IEventEmitter emitter, T first) { }
            public static void ServerSideEmit(this IEventEmitter emitter, string eventName, params ReadOnlySpan<object?> arguments) { }
            public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, CancellationToken cancellation = default) => Task.CompletedTask;
            public static Task<T> EmitWithAckAsync<T>(this IAckEmitter<T> emitter, string eventName, object? first, object? second) => throw new NotSupportedException();
        }

        public static class HandlerExtensions
        {
            public static void On(this Socket socket, string eventName, Delegate handler) { }
            public static void Once<T1>(this Socket socket, string eventName, Action<T1> handler) { }
            public static void Once<T1>(this Socket socket, string eventName, Func<T1, Task> handler) { }
            public static void Once<T1, TResult>(this Socket socket, string eventName, Func<T1, TResult> handler) { }
            public static void OnConnection(this Socket socket, Action<Socket> handler) { }
            public static void OnConnection(this Socket socket, Func<Socket, Task> handler) { }
        }
        """;
}
