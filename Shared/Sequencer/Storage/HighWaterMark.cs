using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SocketIO.Sequencer.Storage;

/// <summary>How far a log has come, kept beside its database, so that one that has gone back is noticed.</summary>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Incarnation">How often it was opened.</param>
/// <param name="Reserved">No number up to this one may be given again.</param>
/// <param name="DurableId">The last durable id that was given.</param>
internal readonly record struct HighWater(string Epoch, long Incarnation, long Reserved, long DurableId)
{
    /// <summary>Why a database is not the one that this was noted of, or is an older state of it; null if it is neither.</summary>
    public string? WhyNot(HighWater found) =>
        found.Epoch != Epoch ? "it is another database than the one that was used here last"
        : found.DurableId < DurableId ? $"it ends with message {found.DurableId}, and {DurableId} had been stored"
        : found.Incarnation < Incarnation || found.Reserved < Reserved ? "it is an older state of itself"
        : null;
}

/// <summary>
/// The file of the mark. It is written behind each commit that it is about, and so never ahead of the database; it is
/// synchronised now and then only, so that a loss of power may leave it behind by what was stored in the last seconds, which
/// raises no false alarm.
/// </summary>
internal sealed class HighWaterMark : IDisposable
{
    /// <summary>Less than a sector, so that it is written whole or not at all.</summary>
    private const int Length = 128;

    private readonly SafeFileHandle _file;
    private bool _isDirty;

    private HighWaterMark(SafeFileHandle file) => _file = file;

    /// <summary>Its file, beside that of the database.</summary>
    public static string PathOf(string database) => database + ".mark";

    /// <summary>What the file says; null if there is none, or nothing in it that makes sense.</summary>
    public static HighWater? Read(string database)
    {
        try
        {
            var words = File.ReadAllText(PathOf(database)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words is [var epoch, var incarnation, var reserved, var durable]
                && TryNumber(incarnation, out var opened) && TryNumber(reserved, out var number) && TryNumber(durable, out var id)
                    ? new HighWater(epoch, opened, number, id)
                    : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What it says.</summary>
    public HighWater Noted { get; private set; }

    public static HighWaterMark Open(string database) => new(File.OpenHandle(PathOf(database), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite));

    /// <summary>Notes how far the log is, if that is news.</summary>
    public void Note(HighWater mark)
    {
        if (mark == Noted)
        {
            return;
        }
        var line = string.Create(CultureInfo.InvariantCulture, $"{mark.Epoch} {mark.Incarnation} {mark.Reserved} {mark.DurableId}");
        RandomAccess.Write(_file, Encoding.ASCII.GetBytes(line.PadRight(Length - 1) + "\n"), fileOffset: 0);
        Noted = mark;
        _isDirty = true;
    }

    /// <summary>Brings it onto the disk.</summary>
    public void Synchronise()
    {
        if (_isDirty)
        {
            RandomAccess.FlushToDisk(_file);
            _isDirty = false;
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
