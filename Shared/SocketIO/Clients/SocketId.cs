using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Clients;

/// <summary>Ids of sockets: 20 characters of base64url, as the reference's.</summary>
internal static class SocketId
{
    private const int Bytes = 15;

    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
