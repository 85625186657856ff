using Client.Tests.Support;
using Interop.Tests.Clients;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>What every client must be able to do in every transport mode. One client serves all the tests of a fixture.</summary>
public abstract class ClientMatrix(TransportMode mode)
{
    private static readonly TestCaseData[] Arguments =
    [
        Case("nothing"),
        Case("text", "plain"),
        Case("the empty text", ""),
        Case("texts of all planes", "ä€\u2028😀 \"quoted\" \\ \0 <b>"),
        Case("several values", 1, -2.5, true, null, "last"),
        Case("nested JSON", new { a = new object?[] { 1, new { b = (string?)null } }, c = new { }, d = Array.Empty<int>() }),
        Case("only bytes", Bytes(1, 2, 3)),
        Case("first bytes", Bytes(0, 255), "then text"),
        Case("last bytes", "first text", 1, Bytes(9, 8, 7)),
        Case("nested bytes", new { file = new { name = "f", parts = new[] { Bytes(1), Bytes(2, 2) } } }, "between", Bytes(3)),
        Case("a text of 100,000 characters", new string('x', 100_000)),
        Case("100,000 bytes", Bytes([.. Enumerable.Range(0, 100_000).Select(i => (byte)i)])),
    ];

    /// <summary>How the clients of the fixture talk.</summary>
    protected TransportMode Mode => mode;

    /// <summary>The client of the fixture.</summary>
    protected IInteropClient Client { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        Client = await ConnectClientAsync();
        var expected = mode == TransportMode.Polling ? "polling" : "websocket";
        await Eventually.TrueAsync(async () => await Client.TransportAsync() == expected, $"the transport {expected}");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (Client is not null)
        {
            await Client.DisposeAsync();
        }
    }

    [SetUp]
    public Task ForgetAsync() => Client.ForgetAsync();

    [TestCaseSource(nameof(Arguments))]
    public async Task Emit_Arguments_ComeBackInTheAckAndAsAnEvent(object?[] arguments)
    {
        var answer = await Client.AskAsync("echo", arguments);
        var events = await Client.WaitAsync("echo");

        Assert.That(answer, Is.EqualTo(Json(arguments)));
        Assert.That(events, Is.EqualTo([Json(arguments)]));
    }

    [Test]
    public async Task Emit_BytesThatTheHandlerDecodes_AreEncodedAnew()
    {
        var answer = await Client.AskAsync("decoded", Bytes(1, 2), new { name = "n", bytes = Bytes(7, 8, 9) });

        Assert.That(answer, Is.EqualTo(Json(new object[] { 2, new { name = "n!", bytes = Bytes(9, 8, 7) }, Bytes(1, 2) })));
    }

    [Test]
    public async Task Emit_ManyEvents_AreHandledInTheirOrder()
    {
        var numbers = Enumerable.Range(0, 30).ToArray();
        foreach (var number in numbers)
        {
            await Client.EmitAsync("echo", number);
        }

        Assert.That(await Client.WaitAsync("echo", numbers.Length), Is.EqualTo(numbers.Select(number => $"[{number}]")));
    }

    [Test]
    public async Task ServerAck_ClientThatAnswers_GivesTheAnswer()
    {
        await Client.RespondAsync("question", "yes", new { also = Bytes(4, 5) });

        var answer = await Client.AskAsync("ask me", 10_000, new { topic = Bytes(6) });

        Assert.That(answer, Is.EqualTo(Json(new object[] { "yes", new { also = Bytes(4, 5) } })));
        Assert.That(await Client.WaitAsync("question"), Is.EqualTo([Json(new[] { new { topic = Bytes(6) } })]));
    }

    [Test]
    public async Task Broadcast_RoomWithBytes_ReachesItsMember()
    {
        await Client.AskAsync("join", "room of one");

        await Client.EmitAsync("room", new[] { "room of one" }, new { bytes = Bytes(1, 2, 3) });

        Assert.That(await Client.WaitAsync("room"), Is.EqualTo([Json(new[] { new { bytes = Bytes(1, 2, 3) } })]));
    }

    /// <summary>Connects a client of the fixture's kind in its mode.</summary>
    protected abstract Task<IInteropClient> ConnectClientAsync();

    private static TestCaseData Case(string name, params object?[] arguments) =>
        new TestCaseData([arguments]).SetArgDisplayNames(name);
}
