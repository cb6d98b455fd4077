using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>A request with who sent it and what makes it exactly-once.</summary>
internal sealed record RequestContext(MeshCaller Caller, MeshRequest Request, ReadOnlyMemory<byte> Octets, CancellationToken Cancellation)
{
    /// <summary>Digest of the payload, by which a repeat is told from another request with the same ID.</summary>
    public byte[] PayloadHash { get; } = SHA512.HashData(Octets.Span);

    /// <summary>The record that commits with the effect of a request that changes state.</summary>
    public Dare.RequestRecord Record(AccountName account, ServicePolicy policy, Func<CommitResult, MeshResponse> respond) => new()
    {
        Key = Caller.Names.KeyUdf,
        Id = Id,
        PayloadHash = PayloadHash,

        // Strangers share one quota of an account, which none of its own keys draws from (Mesh channel, section 4).
        Quota = Caller.Kind is CredentialKind.ConnectedDevice or CredentialKind.Account ? Caller.Names.KeyUdf : account.ToString(),
        QuotaLimit = policy.ChangesPerDay,
        Respond = result => MeshMessages.Write(respond(result) with { Id = Id }),
    };

    /// <summary>The ID by which a change is carried out once (protocol P-3).</summary>
    public string Id => Request.Id ?? throw Refusal.Malformed("a request that changes anything has an ID");
}
