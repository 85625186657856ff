using NUnit.Framework;
using SocketIO.History;

namespace Sequencer.Tests;

/// <summary>A log in a file or in memory, and what reads its durable rows.</summary>
public abstract class HistoryFixture(bool inMemory) : LogFixture
{
    private long _sequence;

    protected static HistoryRoom Cats { get; } = new("", "cats");

    private protected SequencedLog Log { get; private set; } = null!;

    private protected HistoryReader Reader { get; private set; } = null!;

    /// <summary>The number of the last submission, of which keys are made.</summary>
    protected long Sequence => _sequence;

    [SetUp]
    public void OpenLog()
    {
        Log = Open(new SequencerOptions { Path = inMemory ? null : DatabasePath });
        Reader = HistoryReader.Open(Log.Database);
        _sequence = 0;
    }

    [TearDown]
    public void CloseLog()
    {
        Reader.Dispose();
        Log.Dispose();
    }

    protected void Keep(HistoryPolicy policy) => Keep(Log, policy);

    protected void Tidy() => Tidy(Log);

    /// <summary>Appends a row to each of the rooms.</summary>
    protected void Commit(params HistoryRoom[] rooms) =>
        Log.Commit([.. rooms.Select(room => Submit(new DurableAppend($"key {_sequence}", "text") { Room = room }))]);

    private protected Submission Submit(DurableAppend append) => Emit("a", ++_sequence) with { Append = append };

    protected static long[] Ids(IReadOnlyList<HistoryEntry> rows) => [.. rows.Select(row => row.Id)];
}
