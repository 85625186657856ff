using System.Globalization;
using System.Text;

namespace Fuzz.Wire;

/// <summary>One HTTP response.</summary>
/// <param name="Status">Its status; 0 if the connection ended without one.</param>
/// <param name="Body">Its body, as it was sent.</param>
internal readonly record struct HttpAnswer(int Status, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Reads the next response of a connection; null if it does not come in time.</summary>
    /// <exception cref="Decoding.PropertyException">What came is no HTTP.</exception>
    public static async Task<HttpAnswer?> ReadAsync(RawConnection connection, TimeSpan patience)
    {
        while (true)
        {
            if (TryTake(connection, out var answer))
            {
                return answer;
            }
            switch (await connection.ReadMoreAsync(patience))
            {
                case null:
                    return null;
                case false:
                    return new HttpAnswer(0, []);
            }
        }
    }

    private static bool TryTake(RawConnection connection, out HttpAnswer answer)
    {
        answer = default;
        var received = connection.Received;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }
        var head = Encoding.Latin1.GetString(received[..end]);
        if (!head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new Decoding.PropertyException($"an answer that is no HTTP: {head}");
        }
        var start = end + 4;
        var length = HasNoBody(status) ? 0 : LengthOf(head);
        if (received.Length < start + length)
        {
            return false;
        }
        answer = new HttpAnswer(status, received.Slice(start, length).ToArray());
        connection.Consume(start + length);
        return true;
    }

    private static bool HasNoBody(int status) => status is 101 or 204 or 304;

    // What is sent in chunks is compressed, and read by nobody here: the connection is given up after it.
    private static int LengthOf(string head)
    {
        const string name = "\r\nContent-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return 0;
        }
        var value = head.AsSpan(at + name.Length);
        var line = value.IndexOf('\r');
        return int.Parse(line < 0 ? value : value[..line], CultureInfo.InvariantCulture);
    }
}
