using Microsoft.AspNetCore.Http;

namespace EngineIO.Diagnostics;

/// <summary>A path whose requests the doctor looks after. It is asked for late, when the application's options are checked.</summary>
internal sealed class DoctorPath(Func<string> path)
{
    private readonly Lazy<PathString> _path = new(() => new PathString(path().TrimEnd('/')));

    public bool Covers(string requested) => new PathString(requested).StartsWithSegments(_path.Value);
}
