namespace EngineIO;

/// <summary>A message received from a client.</summary>
/// <param name="Data">The payload; for a text message its UTF-8 bytes. Valid only until the handler's task completes.</param>
/// <param name="IsBinary">Whether the payload is binary rather than text.</param>
public readonly record struct EngineMessage(ReadOnlyMemory<byte> Data, bool IsBinary);
