using Chaos.Clients;
using Chaos.Record;

namespace Chaos.Running;

/// <summary>Lets clients talk, and move between rooms, at steady rates.</summary>
internal sealed class Traffic
{
    private const int Ticks = 50;

    /// <summary>A client that has so much to send yet is not given more.</summary>
    private const int FullOutbox = 10;

    /// <summary>Each client changes one room in so many seconds.</summary>
    private const double SecondsInRoom = 12;

    private const int RoomsAtOnce = 3;

    /// <summary>Half of the messages are not stored, so who wants one that is picks so often.</summary>
    private const int PicksForOne = 4;

    /// <summary>So many edits have one deletion among them.</summary>
    private const int EditsToDeletion = 4;

    private readonly Random _random;
    private readonly Recorder _recorder;
    private readonly IReadOnlyList<ChaosClient> _clients;
    private readonly ChaosClient[] _ofPersons;
    private readonly Person[] _persons;
    private readonly string[] _rooms;
    private readonly string[] _publicRooms;
    private readonly (double Rate, Action Act)[] _acts;
    private int _privateLeft;

    public Traffic(IReadOnlyList<ChaosClient> clients, Recorder recorder, ChaosOptions options)
    {
        _random = new Random(options.Seed);
        _recorder = recorder;
        _clients = clients;
        _ofPersons = [.. clients.Where(client => client.Person is not null)];
        _persons = [.. _ofPersons.Select(client => client.Person!).Distinct()];
        _rooms = Names("room", options.ChatOnly ? 0 : Math.Max(1, clients.Count / options.ClientsPerRoom));
        // Of this run alone, as its persons are.
        _publicRooms = Names($"public {Guid.NewGuid().ToString("N")[..6]}", (_persons.Length + options.PersonsPerRoom - 1) / options.PersonsPerRoom);
        _privateLeft = _persons.Length > 1 ? options.PrivateMessages : 0;
        _acts =
        [
            (options.ChatRate, () => Chat(Anybody(_clients))),
            (_publicRooms.Length > 0 ? options.RoomRate : 0, () => SayInPublic(Anybody(_ofPersons))),
            (_ofPersons.Length > 0 ? options.EditRate : 0, () => Edit(Anybody(_ofPersons))),
            (_ofPersons.Length > 0 ? options.SearchRate : 0, () => Search(Anybody(_ofPersons))),
            (_ofPersons.Length > 0 ? options.PastRate : 0, () => AskForThePast(Anybody(_ofPersons))),
            (_ofPersons.Length > 0 ? options.TypingRate : 0, () => _ = Type(Anybody(_ofPersons))),
            (_ofPersons.Length > 0 ? options.RenamingRate : 0, () => Anybody(_ofPersons).Name!.WishAnother()),
            (_privateLeft / options.Duration.TotalSeconds, () => WriteInPrivate(FullOutbox)),
            (_publicRooms.Length > 0 ? _ofPersons.Length / SecondsInRoom : 0, () => Move(Anybody(_ofPersons).PublicRooms, _publicRooms)),
            // The end of a broadcast is recorded with the message.
            (_rooms.Length > 0 ? options.SayRate : 0, () => _ = Anybody(_clients).Speaker.SayAsync(_rooms[_random.Next(_rooms.Length)])),
            (_rooms.Length > 0 ? clients.Count / SecondsInRoom : 0, () => Move(Anybody(_clients).Rooms, _rooms)),
        ];
    }

    /// <summary>Sends everybody to a room or two, and then makes talk until it is cancelled and all private messages are written.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var client in _rooms.Length > 0 ? _clients : [])
        {
            Move(client.Rooms, _rooms);
        }
        foreach (var client in _ofPersons)
        {
            Move(client.PublicRooms, _publicRooms);
            Move(client.PublicRooms, _publicRooms);
        }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Ticks));
        var due = new double[_acts.Length];
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < _acts.Length; i++)
            {
                for (due[i] += _acts[i].Rate / Ticks; due[i] >= 1; due[i]--)
                {
                    _acts[i].Act();
                }
            }
        }
        while (_privateLeft > 0)
        {
            WriteInPrivate(int.MaxValue);
        }
    }

    private static string[] Names(string kind, int count) => [.. Enumerable.Range(0, count).Select(i => $"{kind} {i}")];

    private static void Chat(ChaosClient client)
    {
        if (client.Outbox.Count < FullOutbox)
        {
            client.Outbox.Send();
        }
    }

    private void SayInPublic(ChaosClient client)
    {
        var joined = client.PublicRooms.Joined;
        if (joined.Count > 0 && client.Outbox.Count < FullOutbox)
        {
            client.Outbox.SendTo(joined[_random.Next(joined.Count)]);
        }
    }

    private void Edit(ChaosClient client)
    {
        if (client.Outbox.Count < FullOutbox)
        {
            client.Outbox.Edit(_random.Next, deletes: _random.Next(EditsToDeletion) == 0);
        }
    }

    // Whatever it is, and whoever may read it. By the beginning of its text, so that many are found, or by all of that.
    private void Search(ChaosClient client)
    {
        if (AnyMessage() is { } message)
        {
            var length = _random.Next(MessageText.Shortest, message.Text.Length + 1);
            _ = client.Inquirer.SearchAsync(message.Text[..length], _random.Next(2) == 0 && message is { IsStored: true, IsAcked: true } ? message.Id + 1 : null);
        }
    }

    // Where the message is, if the client can name that, or anywhere else.
    private void AskForThePast(ChaosClient client)
    {
        if (Enumerable.Range(0, PicksForOne).Select(_ => AnyMessage()).FirstOrDefault(picked => picked is { IsStored: true, IsAcked: true }) is not { } message)
        {
            return;
        }
        var place = _random.Next(4) switch
        {
            0 => AnyPlace(client.Person!),
            _ when message.Kind != MessageKind.Private => PlaceName.Of(message),
            _ when message.Between!.IsOf(client.Person!.Id) => PlaceName.With(client.Person.Id, message.Between.OtherThan(client.Person.Id)),
            _ => AnyPlace(client.Person!),
        };
        _ = _random.Next(2) == 0 ? client.Inquirer.ReadBackAsync(message.Id, place) : client.Inquirer.ReadAroundAsync(message.Id, place);
    }

    // Mostly where it is told to others: in the main room, in one that the client is in, in private.
    private Task Type(ChaosClient client)
    {
        var joined = client.PublicRooms.Joined;
        var place = joined.Count > 0 && _random.Next(3) == 0 ? PlaceName.In(joined[_random.Next(joined.Count)]) : AnyPlace(client.Person!);
        return client.Speaker.TypeAsync(place, stopped: _random.Next(3) == 0);
    }

    private PlaceName AnyPlace(Person person) => _random.Next(3) switch
    {
        0 => PlaceName.Main,
        1 => PlaceName.In(_publicRooms[_random.Next(_publicRooms.Length)]),
        _ => PlaceName.With(person.Id, _persons[_random.Next(_persons.Length)].Id),
    };

    private Message? AnyMessage() => _recorder.Find(_random.Next(Math.Max(1, _recorder.Count)));

    // To whomever, there or not.
    private void WriteInPrivate(int full)
    {
        var client = Anybody(_ofPersons);
        var to = _persons[_random.Next(_persons.Length)];
        if (_privateLeft > 0 && to != client.Person && client.Outbox.Count < full)
        {
            client.Outbox.SendTo(to);
            _privateLeft--;
        }
    }

    private void Move(RoomKeeper keeper, string[] rooms)
    {
        var joined = keeper.Joined;
        keeper.Toggle(joined.Count >= RoomsAtOnce ? joined[_random.Next(joined.Count)] : rooms[_random.Next(rooms.Length)]);
    }

    private ChaosClient Anybody(IReadOnlyList<ChaosClient> clients) => clients[_random.Next(clients.Count)];
}
