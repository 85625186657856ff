using System.Security.Cryptography;
using System.Text;

namespace Chaos.Record;

/// <summary>Somebody of the chat, who may have several clients.</summary>
/// <param name="Secret">What they show, and nobody else knows.</param>
/// <param name="Name">By what name.</param>
internal sealed record Person(string Secret, string Name)
{
    /// <summary>The public id, as docs/chat.md says how it is made.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"chat person {Secret}")))[..24];

    public static Person Create(string name) => new(Guid.NewGuid().ToString("N"), name);
}
