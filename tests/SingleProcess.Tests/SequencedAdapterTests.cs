using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SingleProcess.Tests;

/// <summary>The adapter of a namespace with recovery: what it sends carries an offset, and counts in its place in the log.</summary>
public sealed partial class SequencedAdapterTests : AdapterSpecification
{
    protected override async Task<SocketServer[]> StartServersAsync()
    {
        var server = await RecoveryServer.StartAsync();
        return [server, server, server];
    }

    protected override bool HasJsonData => true;

    // A question is asked behind everything that was submitted before.
    protected override Task FlushAsync(SocketServer server) => server.Io.FetchSocketsAsync();

    protected override string Plain(string message) => Offset().Replace(message, "]");

    [GeneratedRegex(@"(?<=^4[25].*),""[\w-]+\.\d+""\]$")]
    private static partial Regex Offset();
}
