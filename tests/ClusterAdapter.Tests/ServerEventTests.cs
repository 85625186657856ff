namespace ClusterAdapter.Tests;

/// <summary>Events between three workers.</summary>
public sealed class ServerEventTests
{
    private RelayingPrimary _primary = null!;
    private SocketServer[] _workers = [];

    [SetUp]
    public async Task StartAsync()
    {
        _primary = new RelayingPrimary(await FakePrimary.StartedAsync());
        _workers = new SocketServer[3];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = await Workers.StartAsync(_primary.Primary, index: i);
            await _primary.TakeInAsync();
        }
        await _workers[0].Io.Main.ToAll().FetchSocketsAsync().Within();
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
        await _primary.StopAsync();
    }

    [Test]
    public async Task OnTheServer_EventAndQuestion_AreThoseOfTheMainNamespace()
    {
        var heard = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _workers[1].Io.OnServerEvent("event", context => heard.TrySetResult(context.Arguments.Get<int>(0)));
        foreach (var worker in _workers)
        {
            worker.Io.OnServerEvent("question", async context =>
            {
                await Task.Yield();
                context.Ack(7);
            });
        }

        _workers[0].Io.ServerSideEmit("event", 5);
        var result = await _workers[0].Io.ServerSideEmitWithAckAsync("question").Within();

        Assert.That(await heard.Task.Within(), Is.EqualTo(5));
        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<int>(0)), Is.EqualTo([7, 7]));
        Assert.That(_workers[0].Io.ServerCount, Is.EqualTo(3));
    }

    [Test]
    public async Task ServerSideEmit_ManyWithBytes_ReachTheOthersInOrder()
    {
        var heard = _workers.Select(_ => new List<int>()).ToArray();
        var last = _workers.Select(_ => new TaskCompletionSource()).ToArray();
        for (var i = 0; i < _workers.Length; i++)
        {
            var worker = i;
            _workers[i].Io.Main.OnServerEvent("event", context =>
            {
                Assert.That(context.ExpectsAck, Is.False);
                Assert.That(context.Arguments.Get<byte[]>(1), Is.EqualTo(new byte[] { 1, 2 }));
                heard[worker].Add(context.Arguments.Get<int>(0));
                if (heard[worker].Count == 100)
                {
                    last[worker].SetResult();
                }
            });
        }

        for (var i = 0; i < 100; i++)
        {
            _workers[0].Io.Main.ServerSideEmit("event", i, new byte[] { 1, 2 });
        }
        await Task.WhenAll(last[1].Task, last[2].Task).Within();

        Assert.That(heard[0], Is.Empty, "the sender itself");
        Assert.That(heard[1], Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(heard[2], Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public async Task ServerSideEmitWithAck_AllAnswer_GivesTheirAnswers()
    {
        On(1, context => context.Ack("one", new byte[] { 1 }));
        On(2, context =>
        {
            context.Ack("two", context.Arguments[0]);
            context.Ack("again");
        });

        var result = await AskAsync(new byte[] { 1 });

        Assert.That(result.IsComplete, Is.True);
        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<string>(0)), Is.EquivalentTo(["one", "two"]));
        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<byte[]>(1)), Is.All.EqualTo(new byte[] { 1 }));
        Assert.That(result.Answers.Select(answer => answer.Worker), Is.Unique);
    }

    private static IEnumerable<TestCaseData> Returning()
    {
        yield return new((Action<SocketIOServer, string>)((io, text) => io.OnServerEvent("question", _ => text))) { TestName = "{m}(value)" };
        yield return new((Action<SocketIOServer, string>)((io, text) => io.OnServerEvent("question", _ => Task.FromResult(text)))) { TestName = "{m}(Task)" };
        yield return new((Action<SocketIOServer, string>)((io, text) => io.Main.OnServerEvent("question", _ => ValueTask.FromResult(text)))) { TestName = "{m}(ValueTask)" };
        yield return new((Action<SocketIOServer, string>)((io, text) => io.Main.OnServerEvent("question", async _ =>
        {
            await Task.Yield();
            return text;
        })))
        { TestName = "{m}(async)" };
        yield return new((Action<SocketIOServer, string>)((io, text) => io.Main.ServerEvents.On("question", _ => ArgumentList.From([text, 2])))) { TestName = "{m}(list)" };
    }

    [TestCaseSource(nameof(Returning))]
    public async Task ServerSideEmitWithAck_HandlerReturnsAValue_IsTheAcknowledgement(Action<SocketIOServer, string> register)
    {
        register(_workers[1].Io, "one");
        register(_workers[2].Io, "two");

        var result = await AskAsync();

        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<string>(0)), Is.EquivalentTo(["one", "two"]));
    }

    [TestCase("task")]
    [TestCase("async")]
    [TestCase("object")]
    public async Task OnServerEvent_ThrowsAfterItsFirstAwait_IsLogged(string form)
    {
        Func<Task> fail = async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("thrown later");
        };
        _workers[1].ExpectsErrors = true;
        _ = form switch
        {
            "task" => _workers[1].Io.Main.OnServerEvent("event", _ => fail()),
            "object" => _workers[1].Io.Main.OnServerEvent("event", _ => (object)fail()),
            _ => _workers[1].Io.Main.OnServerEvent("event", async _ => await fail()),
        };

        _workers[0].Io.Main.ServerEvents.ServerSideEmit("event");

        await Eventually.TrueAsync(() => _workers[1].Logs.Errors.Any(), "the exception in the log");
        Assert.That(_workers[1].Logs.Errors.Single(), Does.Contain("thrown later"));
    }

    [Test]
    public async Task ServerSideEmitWithAck_OneHasNothingToSay_IsMissingAtOnce()
    {
        On(1, context => context.Ack("one"));
        On(2, _ => { });

        Assert.That(Describe(await AskAsync()), Is.EqualTo("one; missing 1"));
    }

    [Test]
    public async Task ServerSideEmitWithAck_NobodyListens_AllAreMissingAtOnce() =>
        Assert.That(Describe(await AskAsync()), Is.EqualTo("; missing 2"));

    [Test]
    public async Task ServerSideEmitWithAck_HandlerThrows_IsMissingAtOnce()
    {
        On(1, context => context.Ack("one"));
        On(2, _ => throw new InvalidOperationException("thrown on purpose"));
        _workers[2].ExpectsErrors = true;

        Assert.That(Describe(await AskAsync()), Is.EqualTo("one; missing 1"));
        Assert.That(_workers[2].Logs.Errors, Has.Some.Contains("question"));
    }

    [Test]
    public async Task ServerSideEmitWithAck_HandlerIsSlow_IsMissingAfterTheTimeOut()
    {
        var never = new TaskCompletionSource();
        On(1, context => context.Ack("one"));
        _workers[2].Io.Main.OnServerEvent("question", async _ => await never.Task);

        var result = await _workers[0].Io.Main.ServerEvents.ServerSideEmitWithAckAsync(TimeSpan.FromSeconds(1), "question", ArgumentList.Empty).Within();
        never.SetResult();

        Assert.That(Describe(result), Is.EqualTo("one; missing 1"));
    }

    [Test]
    public async Task ServerSideEmitWithAck_HandlersAskEachOther_BothAreAnswered()
    {
        On(0, context => context.Ack("back"));
        On(2, context => context.Ack("two"));
        _workers[1].Io.Main.OnServerEvent("question", async context =>
        {
            var further = await _workers[1].Io.Main.ServerSideEmitWithAckAsync("question");
            context.Ack(Describe(further));
        });

        Assert.That((await AskAsync()).Answers.Select(answer => answer.Arguments.Get<string>(0)),
            Is.EquivalentTo(["two", "back two; missing 0"]));
    }

    [Test]
    public async Task ServerSideEmit_InAnotherNamespace_DoesNotReachThisOne()
    {
        On(1, context => context.Ack("one"));
        _workers[1].Io.Of("/other").OnServerEvent("question", context => context.Ack("other"));

        Assert.That(Describe(await _workers[0].Io.Of("/other").ServerSideEmitWithAckAsync("question").Within()), Is.EqualTo("other; missing 1"));
    }

    [TestCase("connect")]
    [TestCase("connection")]
    [TestCase("new_namespace")]
    [TestCase("")]
    public void ServerSideEmit_ReservedName_Throws(string name)
    {
        var io = _workers[0].Io.Main;
        Assert.That(() => io.ServerSideEmit(name), Throws.ArgumentException);
        Assert.That(() => io.ServerSideEmitWithAckAsync(name), Throws.ArgumentException);
        Assert.That(() => io.OnServerEvent(name, _ => { }), Throws.ArgumentException);
    }

    [Test]
    public void ServerSideEmit_TooManyBinaryValues_Throws() =>
        Assert.That(() => _workers[0].Io.Main.ServerSideEmit("e", ArgumentList.From(Enumerable.Repeat(new byte[] { 1 }, 11))), Throws.ArgumentException);

    [Test]
    public async Task EmitAsync_PrimaryThere_CompletesAndReachesEveryWorker()
    {
        var clients = await Task.WhenAll(_workers.Select(worker => worker.ConnectAsync()));

        await _workers[0].Io.Main.EmitAsync("e", 1).Within();

        foreach (var (client, _) in clients)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"e\",1]"));
            client.Dispose();
        }
    }

    [Test]
    public async Task EmitAsync_PrimaryAway_ReachesItsOwnSocketsAndThrows()
    {
        var (client, _) = await _workers[0].ConnectAsync();
        using (client)
        {
            await _primary.Primary.StopAsync();

            await Assert.ThrowsAsync<PublishException>(() => _workers[0].Io.Main.EmitAsync("e").Within());

            Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"e\"]"));
        }
    }

    private void On(int worker, Action<ServerEventContext> handler) => _workers[worker].Io.Main.OnServerEvent("question", handler);

    private Task<ServerAckResult> AskAsync(params object?[] arguments) =>
        _workers[0].Io.Main.ServerSideEmitWithAckAsync("question", ArgumentList.From(arguments)).Within();

    private static string Describe(ServerAckResult result) =>
        $"{string.Join(' ', result.Answers.Select(answer => answer.Arguments.Get<string>(0)).Order())}; missing {result.MissingWorkers.Count}";
}
