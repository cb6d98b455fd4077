using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>A request with who sent it and what makes it exactly-once.</summary>
internal sealed record RequestContext(MeshCaller Caller, MeshRequest Request, ReadOnlyMemory<byte> Octets, CancellationToken Cancellation)
{
    /// <summary>Digest of the payload, by which a repeat is told from another request with the same ID.</summary>
    public byte[] PayloadHash { get; } = SHA512.HashData(Octets.Span);

    /// <summary>The record that commits with the effect; null where the request has no ID.</summary>
    public Dare.RequestRecord? Record(AccountName account, Func<CommitResult, MeshResponse> respond) => Request.Id is { } id
        ? new Dare.RequestRecord
        {
            Key = Caller.Names.KeyUdf,
            Id = id,
            PayloadHash = PayloadHash,
            Quota = Caller.Kind is CredentialKind.ConnectedDevice ? Caller.Names.KeyUdf : account.ToString(),
            Respond = result => MeshMessages.Write(respond(result) with { Id = id }),
        }
        : null;
}
