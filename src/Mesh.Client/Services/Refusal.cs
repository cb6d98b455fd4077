using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>What a refusal by a service means to a person (Mesh protocol, section 2).</summary>
internal static class Refusal
{
    public static ClientException Of(MeshResponse response) => (response.Status, response.StatusExtended) switch
    {
        (MeshStatus.Refused, MeshStatusExtended.DeviceRevoked) =>
            new ClientException(ClientError.Alarm, "The service says that this device was removed, but shows no proof of it. Nothing was erased."),
        (MeshStatus.Refused, MeshStatusExtended.NotAuthorized) when Why(response).Length == 0 =>
            new ClientException(ClientError.Refused, "The service refused: there is no such account there, or this device has no right to that."),
        (MeshStatus.Refused, _) => new ClientException(ClientError.Refused, $"The service refused{Why(response)}."),
        (MeshStatus.Conflict, MeshStatusExtended.AccountRegistered) =>
            new ClientException(ClientError.AccountExists, "The address belongs to another account. Choose another one."),
        (MeshStatus.Conflict, _) => new ClientException(ClientError.Conflict, $"The service has another state{Why(response)}."),
        (MeshStatus.NotFound, MeshStatusExtended.Timeout) =>
            new ClientException(ClientError.Expired, "The request is too old. Make a new one."),
        (MeshStatus.NotFound, _) => new ClientException(ClientError.NotFound, $"The service has no such thing{Why(response)}."),
        (MeshStatus.Accepted, _) => new ClientException(ClientError.Pending, $"The service has not decided yet{Why(response)}."),
        (MeshStatus.TooLarge or MeshStatus.TooMany, _) => new ClientException(
            ClientError.Refused, Why(response) is { Length: > 0 } why ? $"The service takes no more{why}." : "The service takes no more for now. Try again later."),
        (MeshStatus.Internal or MeshStatus.Unavailable, _) =>
            new ClientException(ClientError.Unreachable, $"The service cannot work at the moment{Why(response)}. Try again later."),
        _ => new ClientException(ClientError.InvalidResponse, $"The service answered {(int)response.Status}{Why(response)}."),
    };

    /// <summary>Whether the service says that it did not do what it was asked, and will not. Anything else leaves the outcome open.</summary>
    public static bool IsFinal(MeshResponse response) => response.Status is MeshStatus.Malformed or MeshStatus.Refused or MeshStatus.NotFound
        or MeshStatus.Conflict or MeshStatus.TooLarge or MeshStatus.TooMany;

    /// <summary>What an answer means that is neither success nor final.</summary>
    public static ClientException Unknown(MeshResponse response) => new(
        ClientError.OutcomeUnknown,
        $"The service answered {(int)response.Status}{Why(response)}: it is not known whether the change was saved. The next synchronisation asks again.");

    // Text of the service is cut, and stripped of whatever would move a cursor.
    private static string Why(MeshResponse response)
    {
        const int most = 120;
        string text = string.Concat((response.StatusDescription ?? "").Where(c => !char.IsControl(c)).Take(most));
        return text.Length == 0 ? "" : $": {text}";
    }
}
