using System.Globalization;
using Attacks.Running;

if (args is [TalkProgram.Name, var portOfWorker, var last])
{
    return await TalkProgram.RunAsync(int.Parse(portOfWorker, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture));
}
if (args is [Siege.Name, "--ports", var ports, "--seconds", var duration])
{
    await Siege.RunAsync(
        [.. ports.Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture))], TimeSpan.FromSeconds(double.Parse(duration, CultureInfo.InvariantCulture)));
    return 0;
}
if (AttackOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(AttackOptions.Usage);
    return 2;
}
Console.WriteLine(AttackResult.Header);
var lost = false;
foreach (var attack in options.Attacks)
{
    await using IAttackTarget target = options.Server is { } command
        ? await PeerTarget.StartAsync(command, attack.MaxFiles)
        : await ClusterTarget.StartAsync(isFilled: attack.Messages > 0, attack.MaxFiles);
    var result = await AttackRun.RunAsync(attack, AttackPlan.For(options.Duration), target);
    Console.WriteLine(result);
    lost |= !result.AllSurvived || result.Fault is not null;
}
return lost ? 1 : 0;
