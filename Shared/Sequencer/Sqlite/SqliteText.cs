using System.Text;
using Microsoft.Data.Sqlite;

namespace SocketIO.Sequencer.Sqlite;

/// <summary>Text goes in and out as bytes: as text it would end at its first NUL character.</summary>
internal static class SqliteText
{
    /// <summary>A condition for the rows of a room, which the first two parameters say.</summary>
    public const string InRoom = "history = CAST($0 AS TEXT) AND room = CAST($1 AS TEXT)";

    /// <summary>Sets a text, which the command casts back.</summary>
    public static Statement SetText(this Statement statement, int index, string text) => statement.Set(index, Encoding.UTF8.GetBytes(text));

    /// <summary>Sets the room of <see cref="InRoom"/>, or two other parameters in a row.</summary>
    public static Statement SetRoom(this Statement statement, HistoryRoom room, int first = 0) =>
        statement.SetText(first, room.History).SetText(first + 1, room.Room);

    /// <summary>A text that was selected as a BLOB.</summary>
    public static string GetText(this SqliteDataReader reader, int column) => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));
}
