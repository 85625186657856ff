using System.Text.Json;
using Interop.Tests.Support;
using SocketIO.Parsers;

namespace Interop.Tests;

/// <summary>One server for each parser, for all the tests, and one process of clients for each language.</summary>
[SetUpFixture]
public sealed class Servers
{
    private static LineProgram? _node;
    private static LineProgram? _python;

    public static InteropServer Json { get; private set; } = null!;

    public static InteropServer MessagePack { get; private set; } = null!;

    /// <summary>Asks the process of JavaScript clients.</summary>
    public static Task<JsonElement> CallNode(string operation, object request) => _node!.CallAsync(operation, request);

    /// <summary>Asks the process of Python clients.</summary>
    public static Task<JsonElement> CallPython(string operation, object request) => _python!.CallAsync(operation, request);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Json = await InteropServer.StartAsync(PacketParsers.Json);
        MessagePack = await InteropServer.StartAsync(PacketParsers.MessagePack);
        _node = LineProgram.StartNode("clients.mjs");
        _python = LineProgram.StartPython("clients.py");
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
        if (_python is not null)
        {
            await _python.DisposeAsync();
        }
        if (Json is not null)
        {
            await Json.DisposeAsync();
        }
        if (MessagePack is not null)
        {
            await MessagePack.DisposeAsync();
        }
    }
}
