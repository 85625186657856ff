namespace EngineIO;

/// <summary>The answer of <see cref="EngineIOOptions.AllowRequest"/>.</summary>
public readonly record struct AllowRequestResult
{
    private AllowRequestResult(bool isAllowed, string? message)
    {
        IsAllowed = isAllowed;
        Message = message;
    }

    /// <summary>The request may open a session.</summary>
    public static AllowRequestResult Allow { get; } = new(true, null);

    /// <summary>Whether the request may open a session; the default value refuses.</summary>
    public bool IsAllowed { get; }

    /// <summary>The text that replaces "Forbidden" in the error, or null.</summary>
    public string? Message { get; }

    /// <summary>Refuses the request: 403, error code 4.</summary>
    /// <param name="message">The text sent to the client instead of "Forbidden".</param>
    public static AllowRequestResult Refuse(string? message = null) => new(false, message);
}
