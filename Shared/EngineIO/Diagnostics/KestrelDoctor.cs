using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EngineIO.Diagnostics;

/// <summary>
/// Tells of requests that Kestrel refuses by itself, over HTTP/1.1: no endpoint ever hears of them, so without this a client
/// whose token is too long just does not get in, and nothing says why.
/// </summary>
internal sealed class KestrelDoctor(IEnumerable<DoctorPath> paths, IServiceProvider services, ILogger<KestrelDoctor> logger)
    : IHostedService, IObserver<KeyValuePair<string, object?>>
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly DoctorPath[] _paths = [.. paths];
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly Dictionary<Refusal, long> _said = [];
    private readonly Lock _gate = new();
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // By name: of every request all others ask whether somebody listens.
        _subscription = services.GetService<DiagnosticListener>()?.Subscribe(this, name => name == Event);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == Event && value.Value is IFeatureCollection request &&
            request.Get<IBadRequestExceptionFeature>()?.Error is { } error &&
            Refusal.Of(error) is { } refusal && IsOurs(request.Get<IHttpRequestFeature>()?.Path) && IsDue(refusal))
        {
            Log.RefusedByKestrel(logger, refusal.What, refusal.Setting);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // There is none if the line that names it was refused.
    private bool IsOurs(string? path) => string.IsNullOrEmpty(path) || _paths.Any(ours => ours.Covers(path));

    private bool IsDue(Refusal refusal)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_said.TryGetValue(refusal, out var last) && _time.GetElapsedTime(last, now) < Pause)
            {
                return false;
            }
            _said[refusal] = now;
            return true;
        }
    }
}
