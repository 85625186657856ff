using System.Text;
using System.Text.RegularExpressions;
using Fuzz.Decoding;
using Fuzz.Inputs;

namespace Fuzz.Wire;

/// <summary>Damaged packets in good frames, and damaged frames, on WebSockets that began as such or were upgraded.</summary>
internal sealed partial class WebSocketAttack(int port) : IAttack
{
    /// <summary>A broken frame may swallow the ping behind it: then the server waits for the rest of a message.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly byte[] ConnectMessagePack = [0x82, 0xA4, .. "type"u8, 0x00, 0xA3, .. "nsp"u8, 0xA1, (byte)'/'];

    private RawConnection? _connection;
    private bool _speaksMessagePack;
    private bool _isFormer;
    private int _pings;

    public async Task<bool> RunAsync(Dice dice)
    {
        _connection ??= await OpenAsync(dice);
        List<Message> packet = _speaksMessagePack ? [MessagePackInputs.Next(dice)] : PacketInputs.Json(dice);
        var mark = Encoding.ASCII.GetBytes($"<{++_pings}>");
        byte[] frames = [.. packet.SelectMany(message => FrameInputs.Next(dice, Prefixed(message), message.IsBinary)), .. FrameInputs.Ping(dice, mark)];
        var accepted = await _connection.TrySendAsync(frames) && await SeesAsync(_connection, mark);
        if (accepted && dice.Percent(98))
        {
            return true;
        }
        if (dice.Percent(20))
        {
            _connection.Reset();
        }
        else
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

    private byte[] Prefixed(Message message) => !message.IsBinary ? [(byte)'4', .. message.Data] : _isFormer ? [4, .. message.Data] : message.Data;

    /// <summary>Whether the pong came, so that everything before it was handled.</summary>
    private static async Task<bool> SeesAsync(RawConnection connection, byte[] mark)
    {
        while (true)
        {
            var at = connection.Received.IndexOf(mark);
            if (at >= 0)
            {
                connection.Consume(at + mark.Length);
                return true;
            }
            if (await connection.ReadMoreAsync(Patience) is not true)
            {
                return false;
            }
        }
    }

    private async Task<RawConnection> OpenAsync(Dice dice)
    {
        _speaksMessagePack = dice.Percent(25);
        var path = _speaksMessagePack ? FuzzServer.MessagePackPath : FuzzServer.JsonPath;
        _isFormer = dice.Percent(20);
        var version = _isFormer ? "EIO=3" : "EIO=4";
        var upgrades = dice.Percent(25);
        var sid = upgrades ? "&sid=" + await BeginByPollingAsync(path, version) : "";
        var connection = await RawConnection.OpenAsync(port);
        Expect.True(await connection.TrySendAsync(RequestInputs.WebSocket(path, $"{version}&transport=websocket{sid}", dice.Percent(40))), "a WebSocket is refused");
        var answer = await HttpAnswer.ReadAsync(connection, RawConnection.Deadline) ?? throw new TimeoutException("a WebSocket is not accepted");
        Expect.True(answer.Status == 101, $"a WebSocket is answered with {answer.Status}");
        if (upgrades)
        {
            await connection.TrySendAsync(FrameInputs.Next(dice, "2probe"u8.ToArray(), false));
            await connection.TrySendAsync(FrameInputs.Next(dice, "5"u8.ToArray(), false));
        }
        if (!_isFormer)
        {
            await connection.TrySendAsync(FrameInputs.Whole(dice, _speaksMessagePack ? ConnectMessagePack : "40"u8.ToArray(), _speaksMessagePack));
        }
        if (!_speaksMessagePack)
        {
            await connection.TrySendAsync(FrameInputs.Whole(dice, "40/admin,"u8.ToArray(), false));
        }
        return connection;
    }

    private async Task<string> BeginByPollingAsync(string path, string version)
    {
        using var connection = await RawConnection.OpenAsync(port);
        await connection.TrySendAsync(RequestInputs.Get(path, $"{version}&transport=polling"));
        var answer = await HttpAnswer.ReadAsync(connection, RawConnection.Deadline) ?? throw new TimeoutException("a handshake is not answered");
        return Sid().Match(answer.Text).Groups[1].Value;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    [GeneratedRegex("\"sid\":\"([^\"]+)\"")]
    private static partial Regex Sid();
}
