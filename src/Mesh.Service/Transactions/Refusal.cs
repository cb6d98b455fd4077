using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>Ends a transaction with a status. The description says no more than the caller may know.</summary>
internal sealed class Refusal(MeshResponse response) : Exception
{
    /// <summary>What the caller is told.</summary>
    public MeshResponse Response { get; } = response;

    /// <summary>No such account, no authority, or not an account of this caller: one answer for all (NET-18).</summary>
    public static Refusal NotAuthorized() => Of(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);

    public static Refusal Malformed(string description) => Of(MeshStatus.Malformed, null, description);

    public static Refusal Of(MeshStatus status, MeshStatusExtended? extended = null, string? description = null) =>
        new(new MeshResponse { Status = status, StatusExtended = extended, StatusDescription = description });
}
