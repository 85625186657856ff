using CsCheck;
using SocketIO.Rooms;

namespace SocketIO.Tests;

public sealed class RoomIndexTests
{
    private static readonly string[] Rooms = ["a", "b", "c", "A"];

    private static readonly Gen<string[]> SomeRooms = Gen.OneOf(Rooms).Array[0, 3];

    // What to do, with which member, and which rooms; then whom to look for.
    private static readonly Gen<(int Operation, int Member, string[] Rooms, string[] To, string[] Except)> Steps =
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], SomeRooms, SomeRooms, SomeRooms);

    [Test]
    public void Select_AnyHistory_IsTheModels() => Steps.Array[1, 40].Sample(Check, iter: 2_000);

    [Test]
    public void Select_MemberOfTwoRooms_IsThereOnce()
    {
        var index = new RoomIndex<string>();
        index.Add("x");
        index.Join("x", ["a", "b", "a"]);

        Assert.That(index.Select(["a", "b"], []), Is.EqualTo(["x"]));
        Assert.That(index.Select(["a", "a"], []), Is.EqualTo(["x"]));
    }

    [Test]
    public void Join_AfterRemove_StaysOut()
    {
        var index = new RoomIndex<string>();
        index.Add("x");
        index.Remove("x");
        index.Join("x", ["a"]);

        Assert.That(index.Select(["a"], []), Is.Empty);
        Assert.That(index.Select([], []), Is.Empty);
        Assert.That(index.RoomsOf("x"), Is.Empty);
    }

    [Test]
    public void Select_ArrayInUse_IsNotChangedByAJoin()
    {
        var index = new RoomIndex<string>();
        index.Add("x");
        index.Add("y");
        index.Join("x", ["a"]);

        var (all, room) = (index.Select([], []), index.Select(["a"], []));
        index.Join("y", ["a"]);
        index.Remove("x");

        Assert.That(all, Is.EqualTo(["x", "y"]));
        Assert.That(room, Is.EqualTo(["x"]));
    }

    [Test]
    public void Select_NothingChanged_BuildsNoNewArray()
    {
        var index = new RoomIndex<string>();
        index.Add("x");
        index.Join("x", ["a"]);

        var (all, room) = (index.Select([], []), index.Select(["a"], []));

        Assert.That(index.Select(["a"], []), Is.SameAs(room));
        Assert.That(index.Select([], []), Is.SameAs(all));
    }

    [Test]
    public async Task Select_WhileOthersJoinAndLeave_IsAlwaysConsistent()
    {
        var index = new RoomIndex<string>();
        var members = Enumerable.Range(0, 8).Select(i => $"m{i}").ToArray();
        index.Add("fixed");
        index.Join("fixed", ["a", "b"]);
        using var done = new CancellationTokenSource();
        var changes = members.Select(member => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                index.Add(member);
                index.Join(member, ["a", "b"]);
                index.Leave(member, ["a"]);
                index.Remove(member);
            }
        })).ToArray();
        var look = Task.Run(() =>
        {
            var looks = 0;
            while (!done.IsCancellationRequested || looks < 100)
            {
                var found = index.Select(["a", "b"], []);
                Assert.That(found, Is.Unique);
                Assert.That(found, Does.Contain("fixed"));
                Assert.That(index.Select(["a"], ["b"]), Is.Empty);
                looks++;
            }
        });

        await Task.WhenAll(changes).Within();
        await done.CancelAsync();
        await look.Within();

        Assert.That(index.Select([], []), Is.EqualTo(["fixed"]));
        Assert.That(index.Select(["a", "b"], []), Is.EqualTo(["fixed"]));
    }

    private static void Check((int Operation, int Member, string[] Rooms, string[] To, string[] Except)[] history)
    {
        var index = new RoomIndex<string>();
        var model = new Dictionary<string, HashSet<string>>();
        foreach (var (operation, number, rooms, to, except) in history)
        {
            var member = $"m{number}";
            Apply(index, model, operation, member, rooms);

            var expected = model.Where(entry => (to.Length == 0 || to.Any(entry.Value.Contains)) && !except.Any(entry.Value.Contains)).Select(entry => entry.Key);
            Assert.That(index.Select([.. to], [.. except]), Is.EquivalentTo(expected));
            Assert.That(index.RoomsOf(member), Is.EquivalentTo(model.GetValueOrDefault(member) ?? []));
        }
    }

    private static void Apply(RoomIndex<string> index, Dictionary<string, HashSet<string>> model, int operation, string member, string[] rooms)
    {
        switch (operation)
        {
            case 0:
                index.Add(member);
                model.TryAdd(member, []);
                break;
            case 1:
                index.Remove(member);
                model.Remove(member);
                break;
            case 2:
                index.Leave(member, rooms);
                model.GetValueOrDefault(member)?.ExceptWith(rooms);
                break;
            default:
                index.Join(member, rooms);
                model.GetValueOrDefault(member)?.UnionWith(rooms);
                break;
        }
    }
}
