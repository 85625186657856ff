using System.Net;
using Testing.Processes;

namespace SocketIO.Tests;

/// <summary>The chat that the README shows.</summary>
public sealed class ChatSampleTests
{
    [Test]
    public async Task Readme_Chat_IsTheProgramAndShort()
    {
        var program = await File.ReadAllTextAsync(Path.Combine(ChatSample.Directory, "Program.cs"));
        var readme = await File.ReadAllTextAsync(Path.Combine(BuildOutput.Root, "README.md"));

        Assert.That(program.TrimEnd().Split('\n'), Has.Length.LessThan(40));
        Assert.That(readme, Does.Contain($"```csharp\n{program}```"));
    }

    [Test]
    public async Task Chat_TwoWhoSignedIn_TalkInARoom()
    {
        await using var chat = await ChatSample.StartAsync();
        using var ada = await SignInAsync(chat, "Ada");
        using var bob = await SignInAsync(chat, "Bob");
        await ada.JoinAsync("/");
        await bob.JoinAsync("/");

        await ada.SendAsync("""42["join","tea"]""");
        await ada.SendAsync("""421["say","tea",{"text":""}]""");
        Assert.That(await ada.ReadAsync(), Is.EqualTo("""431[{"error":"1 to 500 characters, please"}]"""));
        await bob.SendAsync("""42["join","tea"]""");
        Assert.That(await ada.ReadAsync(), Is.EqualTo("""42["joined","tea","Bob"]"""));

        await bob.SendAsync("""422["say","tea",{"text":"hello"}]""");
        Assert.That(await bob.ReadAsync(2), Is.EqualTo(["""42["said","tea","Bob",{"text":"hello"}]""", """432["ok"]"""]));
        Assert.That(await ada.ReadAsync(), Is.EqualTo("""42["said","tea","Bob",{"text":"hello"}]"""));
        await bob.SendAsync("""423["say","tea"]""");
        Assert.That(await bob.ReadAsync(), Is.EqualTo("""433[{"error":"argument 2 is missing"}]"""));

        using var http = chat.CreateHttp(new CookieContainer());
        Assert.That(await http.GetStringAsync(new Uri("online", UriKind.Relative)), Is.EqualTo("2"));
        Assert.That(await http.GetStringAsync(new Uri("", UriKind.Relative)), Does.Contain("/socket.io/socket.io.js"));
    }

    [Test]
    public async Task Chat_NotSignedIn_IsRefused()
    {
        await using var chat = await ChatSample.StartAsync();
        using var client = await RawClient.OpenAsync(chat.Port);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"sign in first"}"""));
    }

    private static async Task<RawClient> SignInAsync(ChatSample chat, string name)
    {
        var cookies = new CookieContainer();
        using var http = chat.CreateHttp(cookies);
        using var answer = await http.PostAsync(new Uri($"login?name={name}", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        return await RawClient.OpenAsync(chat.Port, cookies: cookies);
    }
}
