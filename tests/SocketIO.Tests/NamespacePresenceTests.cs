using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Recovery;

namespace SocketIO.Tests;

public sealed class NamespacePresenceTests
{
    private readonly List<string> _told = [];
    private readonly SerialQueue _queue = new();
    private NamespacePresence _presence = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _presence = new NamespacePresence(_ => null, _queue, NullLogger.Instance);
        _presence.OnChange(change => _told.Add($"{change.Person} {change.Before}-{change.Now}"));
    }

    [Test]
    public async Task Set_SeveralSessionsOfOnePerson_ChangesWithTheBestOfThem()
    {
        _presence.Set(Session("a", "ann", away: false));
        _presence.Set(Session("b", "ann", away: false));
        _presence.Set(Session("a", "ann", away: true));
        _presence.Set(Session("b", "ann", away: true));
        _presence.Set(Session("c", "ann", away: false));
        _presence.Remove("a");
        _presence.Remove("b");
        _presence.Remove("c");
        _presence.Remove("c");

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online", "ann Online-Away", "ann Away-Online", "ann Online-Gone" }));
        Assert.That(_presence.Persons, Is.Empty);
    }

    [Test]
    public async Task Set_SessionWithoutAPerson_StandsForItself()
    {
        _presence.Set(Session("a", "", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "a Gone-Online" }));
        Assert.That(_presence.Persons.Single().Sessions, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Start_WhatIsThereAlready_IsNoChange()
    {
        _presence.Start([Session("a", "ann", away: true)]);
        _presence.Set(Session("a", "ann", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Away-Online" }));
    }

    [Test]
    public async Task Read_BetweenChanges_GivesExactlyThoseBefore()
    {
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        // Holds the handlers back, so that both changes have been made before any of them runs.
        Run(() =>
        {
            begun.Set();
            release.Wait(TimeSpan.FromSeconds(20));
        });
        Assert.That(begun.Wait(TimeSpan.FromSeconds(20)), Is.True);
        _presence.Set(Session("a", "ann", away: false));
        _presence.Read(persons => _told.Add("list " + string.Join(", ", persons.Select(person => $"{person.Person} {person.State}"))));
        _presence.Set(Session("a", "ann", away: true));
        release.Set();

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online", "list ann Online", "ann Online-Away" }));
    }

    [Test]
    public async Task Read_HandlerThatFails_DoesNotStopTheOthers()
    {
        _presence.Read(_ => throw new InvalidOperationException("no"));
        _presence.Set(Session("a", "ann", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online" }));
    }

    private void Run(Action work) => _queue.Add(
        () =>
        {
            work();
            return ValueTask.CompletedTask;
        },
        exception => Assert.Fail(exception.Message));

    private static PresentSession Session(string sid, string person, bool away) => new("/", sid, person, away);

    private async Task<IReadOnlyList<string>> ToldAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(done.SetResult);
        await done.Task.Within();
        return [.. _told];
    }
}
