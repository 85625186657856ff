using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Recovery;

/// <summary>Private ids of sessions: who shows one has the session, so they are never logged.</summary>
internal static class SessionId
{
    private const int Bytes = 16;

    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
