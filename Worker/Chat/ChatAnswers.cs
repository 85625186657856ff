using System.Text.Json;
using System.Text.Json.Serialization;

namespace Worker.Chat;

/// <summary>Acknowledges a stored message.</summary>
internal sealed record StoredAnswer(long Id);

/// <summary>Gives a client messages that it asked for.</summary>
/// <param name="From">The id from which on they were looked for: before it there may be more, if it is not 1.</param>
/// <param name="Messages">The messages, in the order of their ids.</param>
internal sealed record OlderAnswer(long From, IReadOnlyList<OlderMessage> Messages);

/// <summary>A message of the past.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
internal sealed record OlderMessage(long Id, string Text);

/// <summary>Tells a client, at every connection, whom it talks to.</summary>
/// <param name="Worker">The worker's index.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Port">Its port.</param>
/// <param name="Epoch">The life of the message store: ids of another epoch mean nothing.</param>
/// <param name="Peers">The ports of all workers.</param>
internal sealed record ServerInfo(int Worker, int Pid, int Port, string Epoch, IReadOnlyList<int> Peers);

/// <summary>Tells a client who is there.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="State"><c>online</c> or <c>away</c>.</param>
internal sealed record PersonState(string Person, string State);

/// <summary>What goes with each part of the list, and with changes.</summary>
/// <param name="Online">How many are connected.</param>
/// <param name="Away">How many are away.</param>
/// <param name="Whole">Whether every change is told; if not, the list may be asked for again.</param>
/// <param name="After">Of more of the list: what was asked with.</param>
/// <param name="Next">What to ask for the rest of the list with; <see langword="null"/> at its end.</param>
internal sealed record PresenceSummary(int Online, int Away, bool Whole, string? After, string? Next);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(OlderAnswer))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(PersonState[]))]
[JsonSerializable(typeof(PresenceSummary))]
internal sealed partial class ChatJson : JsonSerializerContext;
