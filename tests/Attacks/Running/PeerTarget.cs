using System.Globalization;
using System.Net.Sockets;
using Testing;
using Testing.Processes;

namespace Attacks.Running;

/// <summary>
/// Another server, to compare with: a command that finds its first port in <c>PORT</c>, and starts two processes that listen on it and
/// the next one.
/// </summary>
internal sealed class PeerTarget : IAttackTarget
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly ProgramRun _server;

    private PeerTarget(ProgramRun server, int port) => (_server, Ports) = (server, [port, port + 1]);

    public IReadOnlyList<int> Ports { get; }

    public int LogLines => _server.Output.Lines.Count + _server.Errors.Lines.Count;

    public static async Task<PeerTarget> StartAsync(string command, int? maxFiles = null)
    {
        var port = FreePort.Next(2);
        var limit = maxFiles is { } files ? string.Create(CultureInfo.InvariantCulture, $"ulimit -n {files}; ") : "";
        var server = new ProgramRun(
            "bash", ["-c", $"{limit}exec {command}"], new Dictionary<string, string> { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) });
        var target = new PeerTarget(server, port);
        try
        {
            foreach (var each in target.Ports)
            {
                await Eventually.TrueAsync(() => Listens(each), $"a server on port {each}", StartTimeout);
            }
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    public Task<IReadOnlyList<int>> WorkersAsync() =>
        Task.FromResult<IReadOnlyList<int>>([.. _server.LivingProcesses().Where(process => process != _server.Pid).Order()]);

    public Task<IReadOnlyList<int>> ProcessesAsync() => Task.FromResult<IReadOnlyList<int>>([.. _server.LivingProcesses().Order()]);

    public string LastLines(int count) => string.Join('\n', _server.Output.Lines.Concat(_server.Errors.Lines).TakeLast(count));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
