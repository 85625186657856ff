namespace SocketIO.Packets.MessagePack;

/// <summary>What a token of MessagePack is.</summary>
internal enum MessagePackKind
{
    Nil,
    Undefined,
    Boolean,
    Integer,
    Unsigned,
    Float,
    Date,
    String,
    Binary,
    Extension,
    Array,
    Map,
}

/// <summary>One token: a scalar, the place of a string or binary value, or the head of an array or map.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">An integer, a date in milliseconds, the type of an extension, or 1 for true; of an unsigned integer the bits.</param>
/// <param name="Float">A floating-point number.</param>
/// <param name="Start">Where the bytes of a string, a binary value or an extension begin.</param>
/// <param name="Length">Their length, or how many items an array or map has.</param>
internal readonly record struct MessagePackToken(MessagePackKind Kind, long Number = 0, double Float = 0, int Start = 0, int Length = 0);
