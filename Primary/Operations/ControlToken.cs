using System.Security.Cryptography;
using System.Text;
using Primary.Hosting;

namespace Primary.Operations;

/// <summary>
/// What is shown by whoever commands a primary. It lies in the directory that is private to the primary's user, since every user
/// of the machine can reach the control port.
/// </summary>
internal sealed class ControlToken
{
    private readonly byte[] _token;

    private ControlToken(string token) => _token = Encoding.ASCII.GetBytes(token);

    /// <summary>Where it lies, in a data directory.</summary>
    public static string PathIn(string data) => Path.Combine(DataDirectory.RunIn(data), "control");

    /// <summary>Makes one, for the life of this primary.</summary>
    public static ControlToken Create(DataDirectory directory)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        RunFile.Write(PathIn(directory.Path), token);
        return new ControlToken(token);
    }

    /// <summary>Whether it is the one.</summary>
    public bool Is(string shown) => CryptographicOperations.FixedTimeEquals(_token, Encoding.ASCII.GetBytes(shown));
}
