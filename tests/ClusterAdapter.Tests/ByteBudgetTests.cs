using ClusterAdapter.Link;

namespace ClusterAdapter.Tests;

public sealed class ByteBudgetTests
{
    private ByteBudget _budget = null!;

    [SetUp]
    public void Create() => _budget = new ByteBudget(100);

    [Test]
    public void Acquire_WithinTheLimit_IsAdmittedAtOnce()
    {
        Assert.That(Acquire(60).IsCompletedSuccessfully, Is.True);
        Assert.That(Acquire(40).IsCompletedSuccessfully, Is.True);
        Assert.That(Acquire(1).IsCompleted, Is.False);
    }

    [Test]
    public async Task Acquire_LargerThanTheLimit_GetsInAlone()
    {
        await Acquire(500).Within();
        var second = Acquire(1);
        Assert.That(second.IsCompleted, Is.False);

        _budget.Release(500);

        await second.Within();
    }

    [Test]
    public async Task Acquire_SmallBehindALargeOne_DoesNotOvertakeIt()
    {
        await Acquire(80).Within();
        var large = Acquire(90);
        var small = Acquire(5);
        Assert.That(small.IsCompleted, Is.False, "it would fit, but came later");

        _budget.Release(80);

        await large.Within();
        await small.Within();
    }

    [Test]
    public async Task Release_SeveralWait_AdmitsAsManyAsFit()
    {
        await Acquire(100).Within();
        var waiting = Enumerable.Range(0, 4).Select(_ => Acquire(40)).ToArray();

        _budget.Release(100);

        await Task.WhenAll(waiting[0], waiting[1]).Within();
        Assert.That(waiting[2].IsCompleted, Is.False);
        _budget.Release(40);
        await waiting[2].Within();
        Assert.That(waiting[3].IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForRoom_WhileItWaits_OthersTakeWhatIsFree()
    {
        await Acquire(80).Within();
        var watching = _budget.WaitForRoomAsync().AsTask();
        Assert.That(watching.IsCompleted, Is.False);

        Assert.That(_budget.TryAcquire(20), Is.True, "it is for those who are at work");
        _budget.Release(20);
        Assert.That(watching.IsCompleted, Is.False);
        _budget.Release(5);

        await watching.Within();
        Assert.That(_budget.TryAcquire(25), Is.True, "it has taken nothing");
    }

    [Test]
    public async Task WaitForRoom_OthersWaitForMore_ComesBehindThem()
    {
        await Acquire(80).Within();
        var large = Acquire(90);
        var watching = _budget.WaitForRoomAsync().AsTask();

        _budget.Release(80);
        await large.Within();
        Assert.That(watching.IsCompleted, Is.False);
        _budget.Release(90);

        await watching.Within();
    }

    [Test]
    public async Task Acquire_Cancelled_LetsThoseBehindIn()
    {
        using var cancellation = new CancellationTokenSource();
        await Acquire(50).Within();
        var large = _budget.AcquireAsync(90, cancellation.Token).AsTask();
        var small = Acquire(50);
        Assert.That(small.IsCompleted, Is.False);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => large.Within());
        await small.Within();
    }

    [Test]
    public async Task Acquire_FromManyThreads_NeverExceedsTheLimitAndAllGetIn()
    {
        var (used, most) = (0, 0);
        var gate = new Lock();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = ((worker * 13) + i) % 60;
                using var cancellation = new CancellationTokenSource();
                var taken = _budget.AcquireAsync(bytes, cancellation.Token).AsTask();
                if (i % 5 == 0)
                {
                    await cancellation.CancelAsync();
                }
                if (!await Succeeds(taken))
                {
                    continue;
                }
                lock (gate)
                {
                    used += bytes;
                    most = Math.Max(most, used);
                }
                await Task.Yield();
                lock (gate)
                {
                    used -= bytes;
                }
                _budget.Release(bytes);
            }
        }))).Within();

        Assert.That(most, Is.LessThanOrEqualTo(100));
        Assert.That(Acquire(100).IsCompletedSuccessfully, Is.True, "everything was given back");
        Assert.That(Acquire(1).IsCompleted, Is.False);
    }

    private Task Acquire(long bytes) => _budget.AcquireAsync(bytes, CancellationToken.None).AsTask();

    private static async Task<bool> Succeeds(Task task)
    {
        try
        {
            await task;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
