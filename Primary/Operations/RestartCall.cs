using System.Net;
using System.Text.Json;
using Primary.Hosting;

namespace Primary.Operations;

/// <summary>The command <c>restart</c>: asks the primary of a data directory for a rolling restart.</summary>
internal static class RestartCall
{
    /// <summary>Asks, and says what was answered.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="port">The primary's control port.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string data, int port)
    {
        try
        {
            var token = await File.ReadAllTextAsync(ControlToken.PathIn(data)).ConfigureAwait(false);
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost:{port}/restart");
            request.Headers.Add(ControlGuard.Header, token.Trim());
            using var answer = await http.SendAsync(request).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                Console.WriteLine("A rolling restart has begun.");
                return ExitCodes.Ok;
            }
            await Console.Error.WriteLineAsync($"No rolling restart: {Reason(body) ?? $"the control port answered {(int)answer.StatusCode}"}.").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            await Console.Error.WriteLineAsync($"No cluster runs on the data directory {data}; name another with --data.").ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The data directory {data} is another user's, who alone may command its cluster.").ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"The primary does not answer on its control port {port} ({exception.Message}); name another with --control-port.").ConfigureAwait(false);
        }
        return ExitCodes.Failure;
    }

    private static string? Reason(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RestartJson.Default.Refusal)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
