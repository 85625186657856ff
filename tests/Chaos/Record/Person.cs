using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chaos.Record;

/// <summary>Somebody of the chat, whose clients share what he wishes.</summary>
/// <param name="secret">What they show, and nobody else knows.</param>
/// <param name="name">By what name he begins; what he is called later begins with it.</param>
internal sealed class Person(string secret, string name)
{
    private readonly string _first = name;
    private volatile string _name = name;
    private volatile int _wishes;

    public string Secret { get; } = secret;

    /// <summary>The name that he wished last.</summary>
    public string Name => _name;

    /// <summary>The public id, as docs/chat.md says how it is made.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"chat person {secret}")))[..24];

    public static Person Create(string name) => new(Guid.NewGuid().ToString("N"), name);

    /// <summary>He wishes a name that nobody has had. Called by one at a time.</summary>
    public void WishAnother()
    {
        var wish = _wishes + 1;
        _name = string.Create(CultureInfo.InvariantCulture, $"{_first}, {wish}");
        _wishes = wish;
    }

    /// <summary>Whether he wished this name at some time.</summary>
    public bool HasWished(string? other) => other == _first || other == _name
        || other?.StartsWith($"{_first}, ", StringComparison.Ordinal) == true
            && int.TryParse(other.AsSpan(_first.Length + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var wish) && wish <= _wishes;
}
