using System.Text.RegularExpressions;
using Fuzz.Decoding;
using Fuzz.Inputs;

namespace Fuzz.Wire;

/// <summary>Damaged payloads in valid requests, in sessions of all kinds of polling.</summary>
internal sealed partial class PollingAttack(int port) : IAttack
{
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(5);
    private static readonly string[] Kinds = ["EIO=4", "EIO=4", "EIO=3", "EIO=3&b64=1", "EIO=3&j=0"];

    private RawConnection? _connection;
    private string _path = "";
    private string _query = "";
    private bool _isOpen;

    public async Task<bool> RunAsync(Dice dice)
    {
        if (!_isOpen)
        {
            await OpenAsync(dice);
        }
        if (dice.Percent(10) && !await PollAsync())
        {
            return true;
        }
        var (type, body) = Payload(dice);
        var answer = await AskAsync(RequestInputs.Post(_path, _query, type, body));
        Expect.True(answer.Status is 200 or 400 or 413, $"a post is answered with {answer.Status}");
        _isOpen = answer.Status == 200;
        return _isOpen;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOpen && _connection is not null)
        {
            await AskAsync(RequestInputs.Post(_path, _query, "text/plain", "1"u8.ToArray()));
        }
        _connection?.Dispose();
    }

    private async Task OpenAsync(Dice dice)
    {
        var kind = dice.Pick(Kinds);
        _path = dice.Percent(80) ? FuzzServer.JsonPath : FuzzServer.MessagePackPath;
        _query = $"{kind}&transport=polling";
        var answer = await AskAsync(RequestInputs.Get(_path, _query));
        Expect.True(answer.Status == 200, $"a handshake is answered with {answer.Status}");
        var match = Sid().Match(answer.Text);
        Expect.True(match.Success, $"a handshake without an id: {answer.Text}");
        _query += "&sid=" + match.Groups[1].Value + match.Groups[2].Value;
        if (kind == "EIO=4" && _path == FuzzServer.JsonPath)
        {
            await AskAsync(RequestInputs.Post(_path, _query, "text/plain", "40\u001e40/admin,"u8.ToArray()));
        }
        _isOpen = true;
    }

    private (string Type, byte[] Body) Payload(Dice dice)
    {
        if (_path == FuzzServer.MessagePackPath)
        {
            var packet = MessagePackInputs.Next(dice).Data;
            return _query.StartsWith("EIO=3", StringComparison.Ordinal)
                ? ("application/octet-stream", PayloadInputs.V3Binary(dice))
                : ("text/plain", [(byte)'b', .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(packet))]);
        }
        return _query.StartsWith("EIO=4", StringComparison.Ordinal) ? ("text/plain;charset=UTF-8", PayloadInputs.V4(dice))
            : _query.Contains("j=0", StringComparison.Ordinal) ? ("application/x-www-form-urlencoded", PayloadInputs.Form(dice))
            : dice.Percent(50) ? ("application/octet-stream", PayloadInputs.V3Binary(dice))
            : ("text/plain;charset=UTF-8", PayloadInputs.V3Text(dice));
    }

    /// <summary>Takes what there is; a poll that finds nothing is given up, and the session with it.</summary>
    private async Task<bool> PollAsync()
    {
        var connection = _connection!;
        if (await connection.TrySendAsync(RequestInputs.Get(_path, _query)) && await HttpAnswer.ReadAsync(connection, ShortPatience) is { } answer)
        {
            Expect.True(answer.Status is 200 or 400, $"a poll is answered with {answer.Status}");
            return true;
        }
        await connection.FinishAsync();
        connection.Dispose();
        _connection = null;
        _isOpen = false;
        return false;
    }

    private async Task<HttpAnswer> AskAsync(byte[] request)
    {
        for (var tries = 0; ; tries++)
        {
            _connection ??= await RawConnection.OpenAsync(port);
            if (await _connection.TrySendAsync(request))
            {
                var answer = await HttpAnswer.ReadAsync(_connection, RawConnection.Deadline) ?? throw new TimeoutException("a request is not answered");
                if (answer.Status != 0 || tries > 0)
                {
                    return answer;
                }
            }
            // The server has closed it meanwhile.
            _connection.Dispose();
            _connection = null;
        }
    }

    [GeneratedRegex("\"sid\":\"([^\"\\\\]+)|\\\\u0022sid\\\\u0022:\\\\u0022([^\\\\]+)")]
    private static partial Regex Sid();
}
