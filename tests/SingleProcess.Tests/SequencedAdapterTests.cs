using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SingleProcess.Tests;

/// <summary>The adapter of a namespace with recovery: what it sends carries an offset, and counts in its place in the log.</summary>
public sealed partial class SequencedAdapterTests : AdapterSpecification
{
    [Test]
    public async Task Emit_CarriesAnOffset_UnlessItIsVolatile()
    {
        Clients[0].Reading = static message => message;

        await Server.Io.EmitAsync("e").Within();
        Server.Io.Volatile.Emit("e");

        Assert.That(await Clients[0].ReadAsync(), Does.Match(@"^42\[""e"",""[\w-]+\.\d+""\]$"));
        Assert.That(await Clients[0].ReadAsync(), Is.EqualTo("""42["e",null]"""), "what a client must not take for an offset");
    }

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
