using Microsoft.AspNetCore.Http;

namespace EngineIO.Tests;

public sealed class CookieTests
{
    [Test]
    public async Task Cookie_Default_IsOff()
    {
        await using var server = await EngineServer.StartAsync();
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Cookie_On_CarriesTheSidOnTheHandshakeOnly()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { Cookie = new EngineCookieBuilder() });
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        var body = await response.Content.ReadAsStringAsync().Within();
        var sid = body[(body.IndexOf("sid\":\"", StringComparison.Ordinal) + 6)..][..20];
        using var content = new StringContent("4hello");
        using var post = await server.Http.PostAsync($"?EIO=4&transport=polling&sid={sid}", content).Within();

        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Is.EqualTo($"io={sid}; path=/; samesite=lax; httponly"));
        Assert.That(post.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Cookie_Options_AreHonoured()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            Cookie = new EngineCookieBuilder
            {
                Name = "route",
                Path = null,
                Domain = "example.org",
                HttpOnly = false,
                SecurePolicy = CookieSecurePolicy.Always,
                SameSite = SameSiteMode.None,
                MaxAge = TimeSpan.FromHours(1),
            },
        });
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(
            response.Headers.GetValues("Set-Cookie").Single(),
            Does.Match("^route=[^;]{20}; max-age=3600; domain=example.org; secure; samesite=none$"));
    }
}
