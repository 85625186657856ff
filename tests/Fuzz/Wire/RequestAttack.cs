using System.Text.RegularExpressions;
using Fuzz.Inputs;

namespace Fuzz.Wire;

/// <summary>Damaged HTTP requests, several on one connection as long as it lasts.</summary>
internal sealed partial class RequestAttack(int port) : IAttack
{
    /// <summary>A poll may wait, and a cut request waits for its rest: then the client gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private RawConnection? _connection;
    private string _sid = "nobody";

    public async Task<bool> RunAsync(Dice dice)
    {
        var request = RequestInputs.Next(dice, _sid);
        _connection ??= await RawConnection.OpenAsync(port);
        if (!await _connection.TrySendAsync(request))
        {
            Drop();
            return false;
        }
        // The answer to HEAD names the length of a body that does not come: nothing after it can be told apart.
        HttpAnswer? answer = request.AsSpan().IndexOf("HEAD "u8) >= 0 ? null : await HttpAnswer.ReadAsync(_connection, Patience);
        if (answer is { Status: 200 } opened && Sid().Match(opened.Text) is { Success: true } match)
        {
            _sid = match.Groups[1].Value;
        }
        // What is left of the request would be taken for another one, which is an input too.
        var accepted = answer is { Status: 101 or (>= 200 and < 300) };
        if (answer is { Status: not (0 or 101) } && dice.Percent(80))
        {
            return accepted;
        }
        if (dice.Percent(30))
        {
            _connection.Reset();
        }
        else if (answer is not { Status: 0 })
        {
            await _connection.FinishAsync();
        }
        Drop();
        return accepted;
    }

    public ValueTask DisposeAsync()
    {
        Drop();
        return ValueTask.CompletedTask;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    [GeneratedRegex("\"sid\":\"([^\"]+)\"")]
    private static partial Regex Sid();
}
