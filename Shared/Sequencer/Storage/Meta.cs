namespace SocketIO.Sequencer.Storage;

/// <summary>The keys of the table meta.</summary>
internal static class Meta
{
    /// <summary>The random id that the file got when it was created.</summary>
    public const string Epoch = "epoch";

    /// <summary>How often the file was opened.</summary>
    public const string Incarnation = "incarnation";

    /// <summary>No number up to this one may be given again: it may have been used before a power loss.</summary>
    public const string Reserved = "reserved";

    /// <summary>Whether a mark is kept beside the file.</summary>
    public const string Marked = "marked";

    /// <summary>The last number that was trimmed.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>The last durable id that was given when durable rows were last removed: perhaps no row tells any more.</summary>
    public const string DurableId = "durable";

    /// <summary>How long entries must stay readable, in milliseconds, as instances have asked for.</summary>
    public const string Retention = "retention";
}
