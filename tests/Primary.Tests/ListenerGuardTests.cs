using System.Net;
using Microsoft.AspNetCore.Http;
using Primary.Hosting;
using Primary.Operations;

namespace Primary.Tests;

public sealed class ListenerGuardTests
{
    private const int Control = 2999;

    [TestCase(Control, "localhost:2999", "", 200)]
    [TestCase(Control, "LOCALHOST", "", 200)]
    [TestCase(Control, "127.0.0.1:2999", "", 200)]
    [TestCase(Control, "127.5.5.5", "", 200)]
    [TestCase(Control, "[::1]:2999", "", 200)]
    [TestCase(Control, "evil.example:2999", "", 403)]
    [TestCase(Control, "localhost.evil.example", "", 403)]
    [TestCase(Control, "192.168.0.1", "", 403)]
    [TestCase(Control, "", "", 403)]
    [TestCase(Control, "localhost", "application/grpc", 404)]
    [TestCase(Control, "localhost", "application/grpc+proto", 404)]
    [TestCase(0, "localhost", "application/grpc", 200, "/cluster.Cluster/Attach")]
    [TestCase(5000, "anything", "application/grpc", 200, "/cluster.Cluster/Attach")]
    [TestCase(5000, "localhost", "application/grpc", 404)]
    [TestCase(Control, "localhost", "", 404, "/cluster.Cluster/Attach")]
    [TestCase(0, "localhost", "", 404)]
    [TestCase(5000, "localhost", "text/plain", 404)]
    public async Task Invoke_Request_AnswersOnItsOwnListenerOnly(int localPort, string host, string contentType, int status, string path = "/health")
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Connection.LocalPort = localPort;
        context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString(host);
        context.Request.ContentType = contentType;
        var passed = false;

        await new ListenerGuard(new PrimaryOptions { Worker = "w", ControlPort = Control }).InvokeAsync(context, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        }).Within();

        Assert.That(context.Response.StatusCode, Is.EqualTo(status));
        Assert.That(passed, Is.EqualTo(status == 200));
    }
}
