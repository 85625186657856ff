using System.Globalization;
using Client.Tests.Recovery;

namespace Client.Tests;

/// <summary>
/// <c>dotnet run --project tests/Client.Tests -c Release -- ours|reference [case …]</c> prints the table of recovery. The
/// tests themselves are run by <c>dotnet test</c>, which does not come here.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["ours" or "reference", ..])
        {
            await Console.Error.WriteLineAsync("Name the server: ours or reference; after it the numbers of the cases, if not all.");
            return 2;
        }
        var cases = arguments[1..].Select(argument => int.Parse(argument, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        return await RecoveryTable.PrintAsync(arguments[0] == "reference", cases) == 0 ? 0 : 1;
    }
}
