using System.Globalization;
using Attacks.Attacks;
using Attacks.Running;

if (args is [TalkProgram.Name, var portOfWorker, var last])
{
    return await TalkProgram.RunAsync(int.Parse(portOfWorker, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture));
}
var all = IAttack.All;
if (args is not [var name, .. var rest]
    || (name != "all" && all.All(attack => attack.Name != name))
    || rest is not ([] or ["--seconds", _])
    || !double.TryParse(rest is [_, var text] ? text : "20", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
    || seconds is not (> 0 and <= 3_600))
{
    await Console.Error.WriteLineAsync($"Usage: Attacks (all | NAME) [--seconds N]\n\n{string.Join('\n', all.Select(attack => $"  {attack.Name,-10} {attack.What}"))}");
    return 2;
}
Console.WriteLine(AttackResult.Header);
var lost = false;
foreach (var attack in all.Where(attack => name == "all" || attack.Name == name))
{
    var result = await AttackRun.RunAsync(attack, AttackPlan.For(TimeSpan.FromSeconds(seconds)));
    Console.WriteLine(result);
    lost |= !result.AllSurvived || result.Fault is not null;
}
return lost ? 1 : 0;
