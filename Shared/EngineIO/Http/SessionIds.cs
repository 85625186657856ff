using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EngineIO.Diagnostics;
using EngineIO.Sessions;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>Makes the ids of sessions, or has the application make them.</summary>
internal sealed class SessionIds(EngineRuntime runtime)
{
    private const int MaxLength = 256;

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>A fresh id; null, and an error in the log, if the application gave none that can be used.</summary>
    public async ValueTask<string?> NextAsync(HttpContext context)
    {
        if (runtime.Options.GenerateId is not { } generate)
        {
            return Random();
        }
        string? id;
        try
        {
            id = await generate(context);
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.IdFailed(runtime.Logger, exception);
            }
            return null;
        }
        if (FaultOf(id) is { } fault)
        {
            Log.IdRefused(runtime.Logger, id, fault);
            return null;
        }
        return runtime.Sessions.TryGet(id!, out _) ? Taken(id!) : id;
    }

    /// <summary>Says that an id is another session's.</summary>
    public string? Taken(string id)
    {
        Log.IdRefused(runtime.Logger, id, "is that of another session");
        return null;
    }

    private static string? FaultOf(string? id) =>
        string.IsNullOrEmpty(id) ? "is empty"
        : id.Length > MaxLength ? "is too long"
        : id.AsSpan().ContainsAnyExcept(Unreserved) ? "has characters that cannot stand in a URL"
        : null;

    private static string Random()
    {
        Span<byte> random = stackalloc byte[15];
        Span<byte> id = stackalloc byte[20];
        RandomNumberGenerator.Fill(random);
        Base64Url.EncodeToUtf8(random, id);
        return Encoding.ASCII.GetString(id);
    }
}
