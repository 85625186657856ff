namespace Worker.Chat;

/// <summary>The pace of one client: of its connection, and of the person whose it is.</summary>
/// <param name="connection">That of the connection.</param>
/// <param name="person">That of the person; <see langword="null"/> of a client that stands for itself.</param>
internal sealed class ClientPace(MessagePace connection, Func<MessagePace>? person)
{
    /// <summary>Completes when the client may do the next thing. Nothing is lost of who is faster: it is read later.</summary>
    public async ValueTask WaitAsync()
    {
        await connection.WaitAsync().ConfigureAwait(false);
        if (person is not null)
        {
            await person().WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Counts what the client did as so many messages more.</summary>
    public void Charge(int messages)
    {
        connection.Charge(messages);
        person?.Invoke().Charge(messages);
    }
}
