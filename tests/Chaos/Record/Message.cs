namespace Chaos.Record;

/// <summary>How a message is sent.</summary>
internal enum MessageKind
{
    /// <summary>Durable: sent again with its key until it is acknowledged, for everybody.</summary>
    Chat,

    /// <summary>As <see cref="Chat"/>, for those who are in a public room.</summary>
    Room,

    /// <summary>As <see cref="Chat"/>, for two persons.</summary>
    Private,

    /// <summary>A broadcast to a room, sent once.</summary>
    Say,
}

/// <summary>One message of a run. Times are those of <see cref="Clock"/>.</summary>
internal sealed class Message(int index, MessageKind kind, string? room, int sender)
{
    private long _ackedAt = Clock.Never;

    /// <summary>Its place in the run's list of messages.</summary>
    public int Index => index;

    public MessageKind Kind => kind;

    /// <summary>Whether it is one of the chat, which stores it.</summary>
    public bool IsStored => kind != MessageKind.Say;

    /// <summary>To whom it is said: a room, or of a private one the conversation's.</summary>
    public string? Room => room;

    /// <summary>The client that sends it.</summary>
    public int Sender => sender;

    /// <summary>The two persons of a private message.</summary>
    public Conversation? Between { get; init; }

    /// <summary>Of an edit, the message that it stands in place of; it is of the same kind and place.</summary>
    public Message? Of { get; init; }

    /// <summary>Whether it is an edit that deletes: nothing shows its text then.</summary>
    public bool IsDeletion { get; init; }

    /// <summary>The sender's connection at the first try.</summary>
    public int Connection { get; set; }

    /// <summary>How often it was sent; 0 if it never left.</summary>
    public int Tries { get; set; }

    /// <summary>Just before it was sent for the first time.</summary>
    public long SentAt { get; set; } = Clock.Never;

    /// <summary>Just after its acknowledgement was received; <see cref="Clock.Never"/> if none was.</summary>
    public long AckedAt
    {
        get => Interlocked.Read(ref _ackedAt);
        set => Interlocked.Exchange(ref _ackedAt, value);
    }

    public bool IsAcked => AckedAt != Clock.Never;

    /// <summary>The id in the acknowledgement of a chat message.</summary>
    public long Id { get; set; }

    /// <summary>What the server answered instead of an acknowledgement.</summary>
    public string? Refusal { get; set; }

    /// <summary>What is shown to clients.</summary>
    public string Text => MessageText.Of(index);

    public override string ToString() =>
        $"{Edit}{Title} {Text} of client {sender}, sent {Clock.Text(SentAt)} in {Tries} tries, "
        + (IsAcked ? $"acknowledged {Clock.Text(AckedAt)}{(IsStored ? $" with id {Id}" : "")}" : "not acknowledged")
        + (Refusal is null ? "" : $", refused: {Refusal}");

    private string Edit => Of is null ? "" : $"{(IsDeletion ? "deletion" : "edit")} of {Of.Text} (id {Of.Id}), ";

    private string Title => kind switch
    {
        MessageKind.Chat => "chat message",
        MessageKind.Room => $"message to {room}",
        MessageKind.Private => $"private message from {Between!.From} to {Between.To}",
        _ => $"say to {room}",
    };
}
