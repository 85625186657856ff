using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>The matrix for clients that send an attachment without bytes, too: NuGet's announces it and sends none.</summary>
public abstract class FullClientMatrix(TransportMode mode) : ClientMatrix(mode)
{
    [Test]
    public async Task Emit_NoBytesAtAll_ComeBackInTheAckAndAsAnEvent()
    {
        var answer = await Client.AskAsync("echo", Bytes(), new { nested = Bytes() });

        Assert.That(answer, Is.EqualTo(Json(new object[] { Bytes(), new { nested = Bytes() } })));
        Assert.That(await Client.WaitAsync("echo"), Is.EqualTo([answer]));
    }
}
