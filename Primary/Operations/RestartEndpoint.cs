using System.Text.Json.Serialization;
using Primary.Supervision;

namespace Primary.Operations;

/// <summary>Answers POST /restart: 202 once a rolling restart has begun, 409 when that is not possible now.</summary>
internal static class RestartEndpoint
{
    public static IResult Post(HttpRequest request, ControlGuard guard, RestartCommand command, RollingRestart restart) =>
        guard.WhyNot(request) is { } forbidden ? Refuse(forbidden, StatusCodes.Status403Forbidden)
        : command.Begin() is { } reason ? Refuse(reason, StatusCodes.Status409Conflict)
        : Results.Json(restart.Report, RestartJson.Default.RestartReport, statusCode: StatusCodes.Status202Accepted);

    private static IResult Refuse(string reason, int status) => Results.Json(new Refusal(reason), RestartJson.Default.Refusal, statusCode: status);
}

/// <summary>Why a command was not obeyed.</summary>
internal sealed record Refusal(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestartReport))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class RestartJson : JsonSerializerContext;
