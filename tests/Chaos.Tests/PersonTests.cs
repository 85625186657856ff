using Chaos.Record;

namespace Chaos.Tests;

/// <summary>What a person of a run is called.</summary>
public sealed class PersonTests
{
    [Test]
    public void WishAnother_EachTime_IsANameOfItsOwnThatWasWished()
    {
        var person = Person.Create("Ada");
        var names = new List<string> { person.Name };
        for (var i = 0; i < 3; i++)
        {
            person.WishAnother();
            names.Add(person.Name);
        }

        Assert.That(names, Is.Unique);
        Assert.That(names, Has.All.Matches<string>(person.HasWished));
    }

    [TestCase("Bob")]
    [TestCase("Ada, 1")]
    [TestCase("Ada,")]
    [TestCase(null)]
    public void HasWished_AnotherName_IsFalse(string? name) => Assert.That(Person.Create("Ada").HasWished(name), Is.False);
}
