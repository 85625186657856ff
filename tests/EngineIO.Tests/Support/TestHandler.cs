using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace EngineIO.Tests.Support;

/// <summary>Records what it hears; echoes every message unless told otherwise.</summary>
internal sealed class TestHandler : IEngineIOHandler
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    public Action<EngineSocket> Opened { get; set; } = _ => { };

    public Func<EngineSocket, EngineMessage, ValueTask> Handle { get; set; } = Echo;

    public Session this[string sid] => _sessions[sid];

    public IEngineSocketHandler OnOpen(EngineSocket socket)
    {
        var session = new Session(this, socket);
        _sessions[socket.Id] = session;
        Opened(socket);
        return session;
    }

    private static ValueTask Echo(EngineSocket socket, EngineMessage message)
    {
        socket.Send(message.IsBinary ? OutboundMessage.Binary(message.Data.Span) : OutboundMessage.Text(message.Data.Span));
        return ValueTask.CompletedTask;
    }

    internal sealed class Session(TestHandler owner, EngineSocket socket) : IEngineSocketHandler
    {
        private readonly TaskCompletionSource<CloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
        private int _closes;

        public EngineSocket Socket => socket;

        public int Closes => _closes;

        public Task<CloseReason> ClosedAsync() => _closed.Task.Within();

        public Task<string> ReceivedAsync() => _received.Reader.ReadAsync().AsTask().Within();

        public ValueTask OnMessageAsync(EngineMessage message)
        {
            _received.Writer.TryWrite(message.IsBinary ? Convert.ToHexString(message.Data.Span) : Encoding.UTF8.GetString(message.Data.Span));
            return owner.Handle(socket, message);
        }

        public void OnClosed(CloseReason reason)
        {
            Interlocked.Increment(ref _closes);
            _closed.TrySetResult(reason);
        }
    }
}
