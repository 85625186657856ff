using Browser.Tests.Support;

namespace Browser.Tests;

public sealed class FaultTests : BrowserTest
{
    private const string Pending = $"{ChatPage.Outgoing}[data-state=pending]";

    [Test]
    public async Task Send_UntilThePrimaryAnswers_IsPendingAndThenSent()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);

        Cluster.SignalPrimary(Signal.Stop);
        await tab.SayAsync("patience");
        await tab.Page.WaitForCountAsync(Pending, 1);
        Assert.That(await tab.OutgoingAsync(), Is.EqualTo(new[] { "patience" }));
        Assert.That(await tab.DeliveredAsync(), Is.Empty);
        Cluster.SignalPrimary(Signal.Continue);

        await tab.WaitDeliveredAsync(1);
        await other.WaitDeliveredAsync(1);
        Assert.That(await tab.Page.TextsAsync($"{ChatPage.Delivered}[data-own] .text"), Is.EqualTo(new[] { "patience" }));
        await tab.AssertConsoleIsEmptyAsync();
    }

    [Test]
    public async Task Send_WhileTheWorkerIsGone_IsKeptAndSentInOrderAfterItsReturn()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);
        await tab.SayAsync("before");
        await tab.WaitDeliveredAsync(1);

        // Without its primary nobody starts the worker again.
        var worker = await Cluster.WorkerPidAsync(0);
        await Cluster.KillPrimaryAsync();
        Signal.Kill.Send(worker);
        await tab.WaitOfflineAsync();
        await tab.SayAsync("offline 1");
        await tab.SayAsync("offline 2");
        await tab.Page.WaitForCountAsync(Pending, 2);
        Cluster.Start();

        await tab.WaitConnectedAsync(0, TimeSpan.FromSeconds(30));
        await tab.WaitDeliveredAsync(3);
        await other.WaitDeliveredAsync(3);
        (string, string)[] expected = [("1", "before"), ("2", "offline 1"), ("3", "offline 2")];
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected));
        Assert.That(await other.DeliveredAsync(), Is.EqualTo(expected));
        await tab.AssertNoFaultAsync();
        await other.AssertConsoleIsEmptyAsync();
    }

    [Test]
    public async Task Reload_WithAPendingMessage_KeepsItAndSendsItOnce()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);
        await tab.SayAsync("before");
        await tab.WaitDeliveredAsync(1);

        Cluster.SignalPrimary(Signal.Stop);
        await tab.SayAsync("kept");
        await tab.Page.WaitForCountAsync(Pending, 1);
        await tab.Page.ReloadAsync();
        await tab.Page.WaitForCountAsync(Pending, 1);
        Assert.That(await tab.OutgoingAsync(), Is.EqualTo(new[] { "kept" }));
        Cluster.SignalPrimary(Signal.Continue);

        await tab.WaitDeliveredAsync(2);
        await other.WaitDeliveredAsync(2);
        (string, string)[] expected = [("1", "before"), ("2", "kept")];
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected));
        Assert.That(await other.DeliveredAsync(), Is.EqualTo(expected));
        await tab.AssertNoFaultAsync();
    }

    [Test]
    public async Task Restore_OfAnOlderDatabase_OpenTabsShowWhatItHasAndEveryNewMessage()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);
        await tab.SayAsync("one");
        // Two workers' messages are stored in whatever order they come.
        await other.WaitDeliveredAsync(1);
        await other.SayAsync("two");
        await tab.WaitDeliveredAsync(2);
        await StopAsync();
        var backup = await File.ReadAllBytesAsync(Cluster.Database);
        Cluster.Start();
        await tab.WaitConnectedAsync(0, TimeSpan.FromSeconds(30));
        await tab.SayAsync("lost 1");
        await tab.SayAsync("lost 2");
        await other.WaitDeliveredAsync(4);
        await StopAsync();

        await File.WriteAllBytesAsync(Cluster.Database, backup);
        Cluster.Start();
        await tab.WaitConnectedAsync(0, TimeSpan.FromSeconds(30));
        await other.WaitConnectedAsync(1, TimeSpan.FromSeconds(30));
        await other.SayAsync("three");

        (string, string)[] expected = [("1", "one"), ("2", "two"), ("3", "three")];
        await tab.WaitDeliveredAsync(expected.Length);
        await other.WaitDeliveredAsync(expected.Length);
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected));
        Assert.That(await other.DeliveredAsync(), Is.EqualTo(expected));
        await tab.AssertNoFaultAsync();

        async Task StopAsync()
        {
            Cluster.SignalPrimary(Signal.Terminate);
            await Cluster.Primary.WaitForExitAsync();
        }
    }

    [Test]
    public async Task Kill_OfTheWorkerAgainAndAgain_TabsShowEveryMessageOnceInOneOrder()
    {
        ChatPage[] tabs = [await OpenAsync(0), await OpenAsync(1), await OpenAsync(2)];
        var count = 0;
        for (var round = 0; round < 2; round++)
        {
            foreach (var tab in tabs)
            {
                await tab.SayAsync($"message {++count}");
                await tab.SayAsync($"message {++count}");
            }
            await Cluster.KillWorkerAndWaitAsync(1);
        }

        await tabs[1].WaitConnectedAsync(1, TimeSpan.FromSeconds(30));
        foreach (var tab in tabs)
        {
            await tab.WaitDeliveredAsync(count, TimeSpan.FromSeconds(30));
            await tab.AssertNoFaultAsync();
        }
        var shown = await tabs[0].DeliveredAsync();
        Assert.That(shown.Select(message => message.Text), Is.EquivalentTo(Enumerable.Range(1, count).Select(i => $"message {i}")));
        Assert.That(await tabs[1].DeliveredAsync(), Is.EqualTo(shown));
        Assert.That(await tabs[2].DeliveredAsync(), Is.EqualTo(shown));
    }

    [Test]
    public async Task Send_WhileTheWorkerHangs_IsKeptAndSentOnceByTheNext()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);

        await Cluster.SignalWorkerAsync(0, Signal.Stop);
        await tab.SayAsync("to a hung worker");
        await tab.Page.WaitForCountAsync(Pending, 1);
        await other.SayAsync("missed");
        await other.WaitDeliveredAsync(1);
        Assert.That(await tab.DeliveredAsync(), Is.Empty);

        // The primary takes it for hung after some time, and starts another.
        await tab.WaitDeliveredAsync(2, TimeSpan.FromSeconds(40));
        await other.WaitDeliveredAsync(2);
        (string, string)[] expected = [("1", "missed"), ("2", "to a hung worker")];
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected));
        Assert.That(await other.DeliveredAsync(), Is.EqualTo(expected));
        await tab.AssertNoFaultAsync();
    }
}
