using System.Collections.Concurrent;

namespace SingleProcess.Tests;

/// <summary>What presence says of users beside their state, and in rooms.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PresenceDataTests
{
    private readonly ConcurrentQueue<string> _told = new();
    private SocketServer _server = null!;
    private NamespacePresence _presence = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync(recovery: options => options.MaxDisconnectionDuration = TimeSpan.FromMilliseconds(1_500));
        _server.Io.Use(socket =>
        {
            if (socket.Handshake.Auth.TryGetProperty("name", out var name))
            {
                socket.SetPresence(new { name = name.GetString() });
            }
            return null;
        });
        _presence = _server.Io.Main.UsePresence(socket => socket.Handshake.Auth.GetProperty("user").GetString());
        _presence.OnChange(change => _told.Enqueue($"{change.Person}: {change.Before} {change.Now} {change.Data}"));
        _presence.OnRoomChanges((room, changes) => _told.Enqueue(
            $"{room}: {string.Join(", ", changes.Changes.OrderBy(change => change.Person).Select(change => $"{change.Person} {change.Now} {change.Data}"))} ({changes.Counts.Online} online)"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task SetPresence_InAMiddleware_IsThereWhenTheUserIs()
    {
        using var client = await ConnectAsync("ada", "Ada");

        await ToldAsync("""ada: Gone Online {"name":"Ada"}""");
        Assert.That(_presence.Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Ada"}"""));
        Assert.That((await _server.SocketAsync(client.Sid)).Data.Keys, Is.Empty);
    }

    [Test]
    public async Task SetPresence_Later_IsToldAndTheLastOneCounts()
    {
        using var first = await ConnectAsync("ada", "Ada");
        using var second = await ConnectAsync("ada");
        (await _server.SocketAsync(second.Sid)).SetPresence(new { name = "Grace" });
        await ToldAsync("""ada: Online Online {"name":"Grace"}""");
        (await _server.SocketAsync(first.Sid)).SetPresence(new { name = "Grace" });
        await second.Raw.SendAsync("41");
        await Eventually.TrueAsync(() => _presence.Persons.Single().Sessions.Count == 1, "the end of the second");
        (await _server.SocketAsync(first.Sid)).SetPresence(null);
        await ToldAsync("ada: Online Online ");

        Assert.That(_told, Is.EqualTo(["""ada: Gone Online {"name":"Ada"}""", """ada: Online Online {"name":"Grace"}""", "ada: Online Online "]));
    }

    [Test]
    public async Task SetPresence_OfAClientThatCameBack_HoldsAndOneThatGoesIsKnownByItToTheLast()
    {
        using var client = await ConnectAsync("ada", "Ada");
        _server.Io.User("ada").Emit("e");
        await client.ReadAsync();
        await client.ReturnAsync();
        Assert.That(client.Recovered);
        Assert.That(_presence.Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Ada"}"""));

        client.Raw.Abort();

        await ToldAsync("""ada: Away Gone {"name":"Ada"}""");
    }

    [Test]
    public async Task SetPresence_OfTooMuchOrWithoutRecovery_Throws()
    {
        using var client = await ConnectAsync("ada");
        var socket = await _server.SocketAsync(client.Sid);
        Assert.That(() => socket.SetPresence(new string('x', 5_000)), Throws.ArgumentException);
        await using var plain = await SocketServer.StartAsync();
        var (other, without) = await plain.ConnectAsync();
        using (other)
        {
            Assert.That(() => without.SetPresence("x"), Throws.InvalidOperationException.With.Message.Contains("ConnectionStateRecovery"));
        }
    }

    [Test]
    public async Task Enter_ARoom_ItsMembersSeeEachOtherComeAndGo()
    {
        using var ada = await ConnectAsync("ada", "Ada");
        using var bob = await ConnectAsync("bob");
        _presence.Enter(await _server.SocketAsync(ada.Sid), "cats");
        await ToldAsync("""cats: ada Online {"name":"Ada"} (1 online)""");
        _presence.Enter(await _server.SocketAsync(bob.Sid), "cats");
        await ToldAsync("cats: bob Online  (2 online)");

        _presence.Members("cats").Emit("to all");
        Assert.That(await ada.ReadAsync(), Is.EqualTo("""42["to all"]"""));
        Assert.That(await bob.ReadAsync(), Is.EqualTo("""42["to all"]"""));
        Assert.That(_presence.Room("cats").Persons.Select(person => person.Person), Is.EquivalentTo(["ada", "bob"]));
        Assert.That(_presence.Room("cats").Counts, Is.EqualTo(new PresenceCounts(2, 0)));
        Assert.That(_presence.Room("dogs").Persons, Is.Empty);

        (await _server.SocketAsync(bob.Sid)).SetPresence("B");
        await ToldAsync("cats: bob Online B (2 online)");
        bob.Raw.Abort();
        await ToldAsync("cats: bob Away B (1 online)");
        await ToldAsync("cats: bob Gone B (1 online)");
        _presence.Exit(await _server.SocketAsync(ada.Sid), "cats");
        await Eventually.TrueAsync(() => _presence.Room("cats").Persons.Count == 0, "an empty room");
        await Eventually.TrueAsync(() => !_presence.Room("cats").ReadPage(null, 1, _ => { }), "the end of the room");
    }

    [Test]
    public async Task SetPresence_ByAnotherSocketThatIsNotInTheRoom_IsToldInTheRoomToo()
    {
        using var inRoom = await ConnectAsync("ada", "Ada");
        using var other = await ConnectAsync("ada");
        _presence.Enter(await _server.SocketAsync(inRoom.Sid), "cats");
        await ToldAsync("""cats: ada Online {"name":"Ada"} (1 online)""");

        (await _server.SocketAsync(other.Sid)).SetPresence(new { name = "Grace" });

        await ToldAsync("""cats: ada Online {"name":"Grace"} (1 online)""");
        Assert.That(_presence.Room("cats").Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Grace"}"""));
        _presence.Enter(await _server.SocketAsync(inRoom.Sid), "dogs");
        await ToldAsync("""dogs: ada Online {"name":"Grace"} (1 online)""");
    }

    [Test]
    public async Task SetPresence_ByASocketThatEnds_GoesOnToCountAlsoForWhoComesLater()
    {
        using var first = await ConnectAsync("ada", "Ada");
        using var second = await ConnectAsync("ada");
        (await _server.SocketAsync(second.Sid)).SetPresence(new { name = "Grace" });
        await ToldAsync("""ada: Online Online {"name":"Grace"}""");

        await second.Raw.SendAsync("41");
        await Eventually.TrueAsync(() => _presence.Persons.Single().Sessions.Count == 1, "the end of the second");

        Assert.That(_presence.Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Grace"}"""));
        first.Raw.Abort();
        await ToldAsync("ada: Online Away {\"name\":\"Grace\"}");
        await first.ReturnAsync();
        Assert.That(first.Recovered);
        Assert.That(_presence.Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Grace"}"""));
    }

    [Test]
    public async Task SetPresence_InAMiddlewareAtAReturn_DoesNotTakeBackWhatAnotherSocketHasSaidSince()
    {
        using var first = await ConnectAsync("ada", "Ada");
        using var second = await ConnectAsync("ada");
        _server.Io.User("ada").Emit("e");
        await first.ReadAsync();
        (await _server.SocketAsync(second.Sid)).SetPresence(new { name = "Grace" });
        await ToldAsync("""ada: Online Online {"name":"Grace"}""");

        await first.ReturnAsync(more: "\"user\":\"ada\",\"name\":\"Ada\"");

        Assert.That(first.Recovered);
        await first.SyncAsync();
        Assert.That(_presence.Persons.Single().Data.ToString(), Is.EqualTo("""{"name":"Grace"}"""));
    }

    [Test]
    public async Task Presence_FollowedLate_KnowsWhatWasSaidLast()
    {
        var late = _server.Io.Of("/late");
        late.UseUsers(socket => socket.Handshake.Auth.GetProperty("user").GetString());
        var auth = """{"user":"ada"}""";
        using var first = await ReturningClient.ConnectAsync(_server, "/late", auth);
        using var second = await ReturningClient.ConnectAsync(_server, "/late", auth);
        late.Sockets[first.Sid].SetPresence("Ada");
        late.Sockets[second.Sid].SetPresence("Grace");
        await second.Raw.SendAsync("41/late,");
        await Eventually.TrueAsync(async () => (await late.FetchSocketsAsync()).Sockets.Count == 1, "the end of the second");

        var presence = late.UsePresence();

        Assert.That(presence.Persons.Single().Data.ToString(), Is.EqualTo("Grace"));
    }

    [Test]
    public async Task Enter_BeforeItWasToldThatTheRoomIsEmpty_IsNoChange()
    {
        using var ada = await ConnectAsync("ada");
        using var bob = await ConnectAsync("bob");
        var socket = await _server.SocketAsync(ada.Sid);
        _presence.Enter(socket, "cats");
        await ToldAsync("cats: ada Online  (1 online)");

        _presence.Exit(socket, "cats");
        await Eventually.TrueAsync(() => _presence.Room("cats").Persons.Count == 0, "an empty room");
        _presence.Enter(socket, "cats");
        await Eventually.TrueAsync(() => _presence.Room("cats").Persons.Count == 1, "somebody in it");
        _presence.Enter(await _server.SocketAsync(bob.Sid), "cats");
        await ToldAsync("cats: bob Online  (2 online)");

        Assert.That(_told, Has.None.Contains("cats: ada Gone"));
    }

    [Test]
    public async Task Person_WhoComesAndGoesBeforeItIsTold_IsNotTold()
    {
        var told = new ConcurrentQueue<string>();
        _presence.OnChanges(changes => told.Enqueue(string.Join(' ', changes.Changes.Select(change => $"{change.Person} {change.Before} {change.Now}"))));
        using (var ada = await ConnectAsync("ada", "Ada"))
        {
            await ada.Raw.SendAsync("41");
            await Eventually.TrueAsync(() => _told.Contains("""ada: Online Gone {"name":"Ada"}"""), "the end");
        }
        using var bob = await ConnectAsync("bob");

        await Eventually.TrueAsync(() => told.Any(line => line.Contains("bob Gone Online", StringComparison.Ordinal)), "the next one");
        // A slow machine may have told both steps.
        Assert.That(told, Has.None.Contains("ada Gone Gone"));
    }

    [Test]
    public async Task SetPresence_InsteadOfOther_TellsTheFormerToo()
    {
        var former = new ConcurrentQueue<string>();
        _presence.OnChange(change => former.Enqueue($"{change.Now} {change.FormerData} {change.Data}"));
        _presence.OnRoomChanges((_, told) => former.Enqueue(string.Join(' ', told.Changes.Select(change => $"gathered {change.FormerData} {change.Data}"))));
        using var ada = await ConnectAsync("ada");
        var socket = await _server.SocketAsync(ada.Sid);
        _presence.Enter(socket, "cats");
        await Eventually.TrueAsync(() => former.Contains("gathered  "), "the first");
        socket.SetPresence("A");
        await Eventually.TrueAsync(() => former.Contains("gathered  A"), "the second");

        socket.SetPresence("B");
        socket.SetPresence("C");

        await Eventually.TrueAsync(() => former.Contains("gathered A C"), "the others, gathered");
        Assert.That(former, Is.SupersetOf(["Online  ", "Online  A", "Online A B", "Online B C"]));
    }

    [Test]
    public async Task EnterAsync_WhenItCompletes_IsSeenAndIsToldWhatMembersAre()
    {
        using var ada = await ConnectAsync("ada");

        await _presence.EnterAsync(await _server.SocketAsync(ada.Sid), "cats");

        Assert.That(_presence.Room("cats").Counts, Is.EqualTo(new PresenceCounts(1, 0)));
        _presence.Members("cats").Local.Emit("to all");
        Assert.That(await ada.ReadAsync(), Is.EqualTo("42[\"to all\",null]"));
    }

    [Test]
    public async Task Return_ToARoom_IsInItStill()
    {
        using var ada = await ConnectAsync("ada");
        _presence.Enter(await _server.SocketAsync(ada.Sid), "cats");
        _presence.Members("cats").Emit("e");
        await ada.ReadAsync();
        ada.Raw.Abort();
        await ToldAsync("cats: ada Away  (0 online)");

        await ada.ReturnAsync();

        Assert.That(ada.Recovered);
        await ToldAsync("cats: ada Online  (1 online)");
        Assert.That(_server.Io.Main.Sockets[ada.Sid].Rooms, Is.EqualTo([ada.Sid]));
    }

    private Task ToldAsync(string text) => Eventually.TrueAsync(() => _told.Contains(text), text);

    private Task<ReturningClient> ConnectAsync(string user, string? name = null) =>
        ReturningClient.ConnectAsync(_server, auth: name is null ? $"{{\"user\":\"{user}\"}}" : $"{{\"user\":\"{user}\",\"name\":\"{name}\"}}");
}
