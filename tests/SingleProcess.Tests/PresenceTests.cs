using System.Collections.Concurrent;

namespace SingleProcess.Tests;

/// <summary>Who is there, by person.</summary>
public sealed class PresenceTests
{
    private readonly ConcurrentQueue<string> _changes = new();
    private SocketServer _server = null!;
    private NamespacePresence _presence = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _changes.Clear();
        _server = await RecoveryServer.StartAsync(recovery: options => options.MaxDisconnectionDuration = TimeSpan.FromMilliseconds(1_500));
        _presence = _server.Io.Main.UsePresence(socket => socket.Handshake.Auth.TryGetProperty("person", out var person) ? person.GetString() : null);
        _presence.OnChange(change => _changes.Enqueue($"{change.Person}: {change.Before} {change.Now}"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Person_ThatConnectsDropsAndStaysAway_IsOnlineAwayAndGoneOnceEach()
    {
        using var client = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");
        await WaitAsync("Ada: Gone Online");
        client.Abort();

        await WaitAsync("Ada: Away Gone");

        Assert.That(_changes, Is.EqualTo(["Ada: Gone Online", "Ada: Online Away", "Ada: Away Gone"]));
        Assert.That(_presence.Persons, Is.Empty);
    }

    [Test]
    public async Task Person_WithTwoSessions_IsOnlineUntilTheLastIsGone()
    {
        using var first = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");
        using var second = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");
        Assert.That(_presence.Persons.Single().Sessions, Is.EquivalentTo([first.Sid, second.Sid]));
        await first.SendAsync("41");
        await Eventually.TrueAsync(() => _presence.Persons.Single().Sessions.Count == 1, "one session less");
        Assert.That(_presence.Persons.Single().State, Is.EqualTo(PresenceState.Online));

        await second.SendAsync("41");

        await WaitAsync("Ada: Online Gone");
        Assert.That(_changes, Is.EqualTo(["Ada: Gone Online", "Ada: Online Gone"]));
    }

    [Test]
    public async Task Person_ThatReloads_StaysOneAndOnline()
    {
        using var before = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");
        before.Abort();
        await WaitAsync("Ada: Online Away");

        // A reload: a new session, while the old one is still in its window.
        using var after = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");
        await WaitAsync("Ada: Away Online");
        await Eventually.TrueAsync(() => _presence.Persons.Single().Sessions is [var only] && only == after.Sid, "the end of the old session");

        Assert.That(_changes, Is.EqualTo(["Ada: Gone Online", "Ada: Online Away", "Ada: Away Online"]));
    }

    [Test]
    public async Task Session_WithoutAPerson_StandsForItself()
    {
        using var client = await RawClient.ConnectAsync(_server);

        await WaitAsync($"{client.Sid}: Gone Online");
    }

    [Test]
    public async Task UsePresence_AfterClientsHaveConnected_KnowsThem()
    {
        _server.Io.Of("/late");
        using var client = await RawClient.OpenAsync(_server);
        var sid = await client.JoinAsync("/late");

        var presence = _server.Io.Of("/late").UsePresence(_ => null);

        Assert.That(presence.Persons.Single().Person, Is.EqualTo(sid));
    }

    [Test]
    public void UsePresence_AnotherTime_GivesTheSameOrSaysThatItCannot()
    {
        Func<Socket, string?> personOf = _ => null;
        var space = _server.Io.Of("/twice");

        var presence = space.UsePresence(personOf);

        Assert.That(space.UsePresence(personOf), Is.SameAs(presence));
        Assert.That(() => space.UsePresence(_ => "somebody"), Throws.InvalidOperationException.With.Message.Contains("by another function"));
    }

    private static IEnumerable<TestCaseData> FailingHandlers()
    {
        Func<Task> fail = async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("thrown later");
        };
        yield return new((Action<NamespacePresence>)(presence => presence.OnChange(async _ => await fail()))) { TestName = "{m}(OnChange)" };
        yield return new((Action<NamespacePresence>)(presence => presence.OnChange(_ => fail()))) { TestName = "{m}(OnChange, Task)" };
        yield return new((Action<NamespacePresence>)(presence => presence.Read(async _ => await fail()))) { TestName = "{m}(Read)" };
        yield return new((Action<NamespacePresence>)(presence => presence.Read(_ => fail()))) { TestName = "{m}(Read, Task)" };
    }

    [TestCaseSource(nameof(FailingHandlers))]
    public async Task Handler_ThrowsAfterItsFirstAwait_IsLoggedOnceAndTheOthersGoOn(Action<NamespacePresence> register)
    {
        _server.ExpectsErrors = true;
        register(_presence);

        using var client = await RawClient.ConnectAsync(_server, """{"person":"Ada"}""");

        await Eventually.TrueAsync(() => _server.Logs.Errors.Any(), "the exception in the log");
        Assert.That(_server.Logs.Errors.Single(), Does.Contain("thrown later"));
        await WaitAsync("Ada: Gone Online");
    }

    [Test]
    public async Task UsePresence_WithoutRecovery_IsRefusedWithASentence()
    {
        await using var plain = await SocketServer.StartAsync();

        Assert.That(() => plain.Io.Main.UsePresence(_ => null), Throws.InvalidOperationException.With.Message.Contains("ConnectionStateRecovery"));
    }

    private Task WaitAsync(string change) => Eventually.TrueAsync(() => _changes.Contains(change), change);
}
