// What goes over the socket: one line of JSON asks, lines of JSON answer, each an account or the end. Both ends are this library.

using System.Text.Json.Serialization;

namespace Mesh.Service;

/// <summary>What is asked.</summary>
internal enum AdministrationVerb
{
    List,
    Get,
    Quota,
    Suspend,
}

/// <summary>A request.</summary>
internal sealed record AdministrationRequest(AdministrationVerb Verb, string Account = "", long? Quota = null, bool Suspended = false);

/// <summary>One line of an answer: an account, or the end with what went wrong.</summary>
internal sealed record AdministrationLine(AccountReport? Account = null, ServiceError? Error = null, string? Message = null)
{
    [JsonIgnore]
    public bool IsEnd => Account is null;
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AdministrationRequest))]
[JsonSerializable(typeof(AdministrationLine))]
internal sealed partial class AdministrationContext : JsonSerializerContext;
