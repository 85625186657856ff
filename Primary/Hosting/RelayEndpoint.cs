using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Primary.Hosting;

/// <summary>
/// Where workers reach the primary: a Unix domain socket in the private directory, or, where there is none or its path
/// would be too long, a loopback port with a token. A primary that comes back listens at the same place.
/// </summary>
internal sealed partial class RelayEndpoint
{
    /// <summary>What the kernel's address structure holds, with some room.</summary>
    private const int MaxSocketPath = 100;

    private RelayEndpoint(string? socketPath, int port, string token)
    {
        SocketPath = socketPath;
        Port = port;
        Token = token;
    }

    /// <summary>The socket's path, or <see langword="null"/> when it is a port.</summary>
    public string? SocketPath { get; }

    public int Port { get; }

    /// <summary>What a worker must show when the relay is a port; empty for a socket.</summary>
    public string Token { get; }

    /// <summary>The address as workers get it.</summary>
    public string Address => SocketPath is null ? $"http://127.0.0.1:{Port}" : "unix:" + SocketPath;

    public static RelayEndpoint Choose(DataDirectory directory)
    {
        var path = Path.Combine(directory.Run, "relay.sock");
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(path) <= MaxSocketPath)
        {
            // A killed primary leaves its socket file; the lock says that nobody listens on it.
            File.Delete(path);
            return new RelayEndpoint(path, 0, "");
        }
        return OnLoopback(Path.Combine(directory.Run, "relay.json"));
    }

    /// <summary>Removes what would be left.</summary>
    public void Delete(DataDirectory directory) => RunFile.Delete(SocketPath ?? Path.Combine(directory.Run, "relay.json"));

    private static RelayEndpoint OnLoopback(string file)
    {
        if (Read(file) is { Port: > 0 and <= ushort.MaxValue, Token.Length: > 0 } former && PortCheck.IsFree("127.0.0.1", former.Port))
        {
            return new RelayEndpoint(null, former.Port, former.Token);
        }
        var port = FreePort();
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        RunFile.Write(file, JsonSerializer.Serialize(new Stored(port, token), StoredJson.Default.Stored));
        return new RelayEndpoint(null, port, token);
    }

    private static Stored? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), StoredJson.Default.Stored);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal sealed record Stored(int Port, string Token);

    [JsonSerializable(typeof(Stored))]
    private sealed partial class StoredJson : JsonSerializerContext;
}
