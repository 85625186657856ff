using System.Diagnostics;
using System.Net;
using Testing.Processes;

namespace SocketIO.Tests.Support;

/// <summary>The sample chat as a process of its own, on a free port.</summary>
public sealed class ChatSample : IAsyncDisposable
{
    private readonly Process _process;

    private ChatSample(int port)
    {
        Port = port;
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(BuildOutput.ChatSample);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add($"http://127.0.0.1:{port}");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => TestContext.Out.WriteLine(line.Data);
        _process.ErrorDataReceived += (_, line) => TestContext.Out.WriteLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The sample's own directory.</summary>
    public static string Directory => Path.Combine(BuildOutput.Root, "samples", "Chat");

    public int Port { get; }

    public static async Task<ChatSample> StartAsync()
    {
        var sample = new ChatSample(FreePort.Next());
        using var http = sample.CreateHttp(new CookieContainer());
        await Eventually.TrueAsync(() => AnswersAsync(http), "the sample answers");
        return sample;
    }

    public HttpClient CreateHttp(CookieContainer cookies) =>
        new(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}/"), Timeout = TimeSpan.FromSeconds(10) };

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().Within();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            return await http.GetStringAsync(new Uri("online", UriKind.Relative)) == "0";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
