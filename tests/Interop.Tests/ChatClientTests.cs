using System.Text.Json;
using Client.Tests.Support;
using Interop.Tests.Clients;
using Testing.Processes;

namespace Interop.Tests;

/// <summary>Clients of three languages in the chat, on two workers, each by what docs/chat.md says.</summary>
public sealed class ChatClientTests
{
    private static readonly string[] Languages = ["Python", "C#", "JavaScript"];

    private readonly Dictionary<string, IInteropClient> _clients = [];
    private ClusterProcess _cluster = null!;

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        _cluster = await ClusterProcess.StartAsync();
        _clients["Python"] = await LineClient.ConnectAsync(Servers.CallPython, _cluster.Url(0), new { auth = AuthOf("Python"), transports = new[] { "websocket" } });
        _clients["C#"] = await DotNetClient.ConnectAsync(_cluster.Url(1), TransportMode.WebSocket, AuthOf("C#"));
        _clients["JavaScript"] = await LineClient.ConnectAsync(Servers.CallNode, _cluster.Url(0), new { auth = AuthOf("JavaScript"), transports = new[] { "websocket" } });
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var client in _clients.Values)
        {
            await client.DisposeAsync();
        }
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Test]
    public async Task Connect_WithASecret_IsToldWhoItIsAndWhoIsThere([ValueSource(nameof(Languages))] string language)
    {
        var client = _clients[language];

        Assert.That((await FirstAsync(client, "server"))[0].GetProperty("epoch").GetString(), Is.Not.Empty);
        var you = (await FirstAsync(client, "you"))[0];
        Assert.That((you.GetProperty("person").GetString(), you.GetProperty("name").GetString()), Is.EqualTo((PersonOf(language), language)));
        foreach (var other in Languages)
        {
            await Eventually.TrueAsync(
                async () => (await client.WaitAsync("online")).Concat(await OptionalAsync(client, "presence")).Any(told => told.Contains(PersonOf(other), StringComparison.Ordinal)),
                $"{other} in what {language} was told");
        }
    }

    [Test]
    public async Task Message_InTheMainRoom_IsShownToAllWithItsAuthor([ValueSource(nameof(Languages))] string language)
    {
        var id = await SayAsync(language, $"hello from {language}");

        foreach (var client in _clients.Values)
        {
            var about = await ShownAsync(client, "chat message", $"hello from {language}", id);
            Assert.That((about.GetProperty("by").GetString(), about.GetProperty("name").GetString()), Is.EqualTo((PersonOf(language), language)));
        }
    }

    [Test]
    public async Task Message_InARoomOrPrivate_IsShownThereOnly([ValueSource(nameof(Languages))] string language)
    {
        var other = Languages[(Array.IndexOf(Languages, language) + 1) % Languages.Length];
        var third = Languages[(Array.IndexOf(Languages, language) + 2) % Languages.Length];
        var room = $"room of {language}";
        Assert.That(JsonElement.Parse(await _clients[language].AskAsync("join room", room, 0))[0].GetProperty("room").GetString(), Is.EqualTo(room));
        await _clients[other].AskAsync("join room", room, 0);
        await _clients[language].EmitAsync("typing", new { to = PersonOf(other) }, false);

        var inRoom = await SayAsync(language, $"in the {room}", new { room });
        var inPrivate = await SayAsync(language, $"from {language} to {other}", new { to = PersonOf(other) });
        var edit = JsonElement.Parse(await _clients[language].AskAsync("edit", inPrivate, $"from {language} to {other} alone", Key(), new { to = PersonOf(other) }))[0].GetProperty("id").GetInt64();

        foreach (var name in (string[])[language, other])
        {
            Assert.That((await ShownAsync(_clients[name], "chat message", $"in the {room}", inRoom)).GetProperty("room").GetString(), Is.EqualTo(room));
            Assert.That((await ShownAsync(_clients[name], "chat message", $"from {language} to {other}", inPrivate)).GetProperty("to").GetString(), Is.EqualTo(PersonOf(other)));
            Assert.That((await ShownAsync(_clients[name], "chat edited", $"from {language} to {other} alone", edit)).GetProperty("of").GetInt64(), Is.EqualTo(inPrivate));
        }
        Assert.That((await FirstAsync(_clients[other], "typing"))[0].GetProperty("private").GetBoolean());
        // What is behind them has come, and they have not.
        var end = await SayAsync(language, $"the end of {language}");
        await ShownAsync(_clients[third], "chat message", $"the end of {language}", end);
        Assert.That(await _clients[third].WaitAsync("chat message"), Has.None.Contains($"in the {room}").And.None.Contains($"from {language} to"));
    }

    [Test]
    public async Task Older_GivesWhatWasSaid([ValueSource(nameof(Languages))] string language)
    {
        var id = await SayAsync(language, $"old words of {language}");

        var answer = JsonElement.Parse(await _clients[language].AskAsync("older", id + 1, null))[0];

        var last = answer.GetProperty("messages").EnumerateArray().Last();
        Assert.That((last.GetProperty("id").GetInt64(), last.GetProperty("text").GetString()), Is.EqualTo((id, $"old words of {language}")));
    }

    [Test]
    public async Task Message_ThatIsNone_IsAnsweredWithASentence([ValueSource(nameof(Languages))] string language) =>
        Assert.That(JsonElement.Parse(await _clients[language].AskAsync("chat message", "", Key()))[0].GetProperty("error").GetString(), Is.Not.Empty);

    private static string Key() => Guid.NewGuid().ToString();

    private static string SecretOf(string language) => $"the secret of the client in {language}";

    private static string PersonOf(string language) => ChatClient.PersonOf(SecretOf(language));

    private static object AuthOf(string language) => new { secret = SecretOf(language), name = language, serverOffset = 0 };

    private static async Task<JsonElement> FirstAsync(IInteropClient client, string eventName) => JsonElement.Parse((await client.WaitAsync(eventName))[0]);

    private static Task<string[]> OptionalAsync(IInteropClient client, string eventName) => client.WaitAsync(eventName, count: 0);

    private async Task<long> SayAsync(string language, string text, object? place = null) =>
        JsonElement.Parse(await _clients[language].AskAsync("chat message", text, Key(), place))[0].GetProperty("id").GetInt64();

    /// <summary>Waits until a client was shown a text under an id.</summary>
    /// <returns>What was told of it.</returns>
    private static async Task<JsonElement> ShownAsync(IInteropClient client, string eventName, string text, long id)
    {
        JsonElement? about = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var shown = (await client.WaitAsync(eventName)).Select(arguments => JsonElement.Parse(arguments)).Where(arguments => arguments[1].GetInt64() == id).ToArray();
                about = shown.Length == 1 && shown[0][0].GetString() == text ? shown[0][2] : null;
                return about is not null;
            },
            $"\"{text}\"");
        return about!.Value;
    }
}
