using Microsoft.AspNetCore.Http;

namespace EngineIO.Diagnostics;

/// <summary>A path whose requests the doctor looks after.</summary>
internal sealed class DoctorPath(string path)
{
    private readonly PathString _path = new(path.TrimEnd('/'));

    public bool Covers(string requested) => new PathString(requested).StartsWithSegments(_path);
}
