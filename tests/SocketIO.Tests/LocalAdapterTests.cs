namespace SocketIO.Tests;

public sealed class LocalAdapterTests : AdapterSpecification
{
    protected override async Task<SocketServer[]> StartServersAsync()
    {
        var server = await SocketServer.StartAsync();
        return [server, server, server];
    }

    protected override Task FlushAsync(SocketServer server) => Task.CompletedTask;
}
