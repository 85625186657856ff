using System.Text.Json;
using System.Text.Json.Serialization;

namespace Worker.Chat;

/// <summary>Acknowledges a stored message.</summary>
internal sealed record StoredAnswer(long Id);

/// <summary>Gives a client messages that it asked for.</summary>
/// <param name="From">The id from which on they were looked for: before it there may be more, if it is not 1.</param>
/// <param name="Messages">The messages, in the order of their ids; behind them what was changed of them since.</param>
internal sealed record OlderAnswer(long From, IReadOnlyList<OlderMessage> Messages);

/// <summary>Gives a client messages that it looked for.</summary>
/// <param name="Messages">The messages, in the order of their ids.</param>
/// <param name="Next">Before which id to look for more; <see langword="null"/> when there are none.</param>
internal sealed record FoundAnswer(
    IReadOnlyList<OlderMessage> Messages, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Next);

/// <summary>A message of the past.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text; <see langword="null"/> of a message that is deleted.</param>
/// <param name="Event">The event that would have carried it.</param>
/// <param name="About">What events carry behind the id.</param>
internal sealed record OlderMessage(
    long Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Text, string Event, JsonElement About);

/// <summary>What is stored beside the text of a message.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Name">The name that the author had.</param>
/// <param name="To">In a private conversation, to whom.</param>
/// <param name="Of">Of an edit, the id of the message that it is of.</param>
/// <param name="Key">The author's key of it, by which the author's page knows it again.</param>
internal sealed record MessageDetails(string By, string? Name, string? To = null, long? Of = null, string? Key = null);

/// <summary>Tells a client, at every connection, whom it talks to.</summary>
/// <param name="Worker">The worker's index.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Port">Its port.</param>
/// <param name="Epoch">The life of the message store: ids of another epoch mean nothing.</param>
/// <param name="Peers">The ports of all workers.</param>
internal sealed record ServerInfo(int Worker, int Pid, int Port, string Epoch, IReadOnlyList<int> Peers);

/// <summary>Tells a client who it is.</summary>
/// <param name="Person">Its public id.</param>
/// <param name="Name">Its name; <see langword="null"/> for none.</param>
/// <param name="Error">Why it has not the name that it asked for.</param>
internal sealed record You(string Person, string? Name, string? Error = null);

/// <summary>Answers a wish for a name.</summary>
internal sealed record NameAnswer(string Name);

/// <summary>Answers who enters a room.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Online">Some of those who are in it.</param>
/// <param name="Summary">How many there are.</param>
internal sealed record RoomAnswer(string Room, IReadOnlyList<PersonState> Online, PresenceSummary Summary);

/// <summary>Answers who leaves a room.</summary>
internal sealed record LeftAnswer(string Room);

/// <summary>A private conversation that somebody has.</summary>
/// <param name="With">The other one.</param>
/// <param name="Last">Its last message.</param>
internal sealed record ConversationSummary(string With, OlderMessage? Last);

/// <summary>Tells a client of somebody.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="State"><c>online</c>, <c>away</c> or <c>gone</c>.</param>
/// <param name="Name">The person's name, if there is one.</param>
/// <param name="Was">Of a change, the state before.</param>
/// <param name="Formerly">Of a change, the name before, if it was another one.</param>
internal sealed record PersonState(string Person, string State, string? Name = null, string? Was = null, string? Formerly = null);

/// <summary>Tells that somebody writes.</summary>
/// <param name="Person">Who.</param>
/// <param name="Name">The name, if there is one.</param>
/// <param name="Room">In which room; absent in the main one, and in a private conversation.</param>
/// <param name="Private">Whether it is in the private conversation with whoever is told.</param>
/// <param name="Stopped">Whether the person has stopped.</param>
internal sealed record TypingNotice(string Person, string? Name, string? Room, bool? Private, bool? Stopped);

/// <summary>What goes with each part of the list, and with changes.</summary>
/// <param name="Online">How many are connected.</param>
/// <param name="Away">How many are away.</param>
/// <param name="Whole">Whether every change is told; if not, the list may be asked for again.</param>
/// <param name="After">Of more of the list: what was asked with.</param>
/// <param name="Next">What to ask for the rest of the list with; <see langword="null"/> at its end.</param>
internal sealed record PresenceSummary(
    int Online,
    int Away,
    bool Whole,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(OlderAnswer))]
[JsonSerializable(typeof(FoundAnswer))]
[JsonSerializable(typeof(MessageDetails))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(You))]
[JsonSerializable(typeof(NameAnswer))]
[JsonSerializable(typeof(RoomAnswer))]
[JsonSerializable(typeof(LeftAnswer))]
[JsonSerializable(typeof(ConversationSummary[]))]
[JsonSerializable(typeof(ChatPerson))]
[JsonSerializable(typeof(PersonState[]))]
[JsonSerializable(typeof(PresenceSummary))]
[JsonSerializable(typeof(TypingNotice))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ChatJson : JsonSerializerContext;
