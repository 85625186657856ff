using System.Net;
using System.Net.Sockets;
using Primary.Hosting;

namespace Primary.Tests;

public sealed class PortCheckTests
{
    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("*")]
    [TestCase("some.name.example")]
    public void IsFree_FreePort_True(string host) => Assert.That(PortCheck.IsFree(host, FreePort.Next()), Is.True);

    [TestCase("localhost", "127.0.0.1")]
    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase("*", "0.0.0.0")]
    [TestCase("some.name.example", "0.0.0.0")]
    public void IsFree_SomebodyListens_False(string host, string address)
    {
        var port = FreePort.Next();
        using var listener = new TcpListener(IPAddress.Parse(address), port);
        listener.Start();

        Assert.That(PortCheck.IsFree(host, port), Is.False);
    }

    [Test]
    public void IsFree_ListenerOnIPv6Loopback_IsSeenUnderLocalhost()
    {
        var port = FreePort.Next();
        if (!Socket.OSSupportsIPv6)
        {
            Assert.That(PortCheck.IsFree("localhost", port), Is.True, "there is no IPv6 here");
            return;
        }
        using var listener = new TcpListener(IPAddress.IPv6Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            Assert.That(PortCheck.IsFree("localhost", port), Is.True, "IPv6 is off here");
            return;
        }

        Assert.That(PortCheck.IsFree("localhost", port), Is.False);
    }

    [Test]
    public void IsFree_AfterTheCheck_PortCanBeTaken()
    {
        var port = FreePort.Next();
        Assert.That(PortCheck.IsFree("localhost", port), Is.True);

        using var listener = new TcpListener(IPAddress.Loopback, port);
        Assert.That(listener.Start, Throws.Nothing);
    }
}
