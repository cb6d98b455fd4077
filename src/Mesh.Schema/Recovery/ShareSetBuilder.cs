using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Makes the statement that goes with the shares of an account's seed.</summary>
public static class ShareSetBuilder
{
    /// <summary>Signs a set with the account's ProfileSignature.</summary>
    public static Enveloped<ShareSet> Sign(ObjectSealer sealer, EscrowShareSet set, SignaturePrivateKey profileSignature)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(profileSignature);
        var statement = new ShareSet
        {
            Updated = sealer.Now,
            ProfileSignature = KeyData.Of(profileSignature.Public),
            SetId = set.SetId.ToArray(),
            Threshold = set.Threshold,
            Count = set.Count,
            Commitments = [.. set.Commitments.Select(c => c.ToArray())],
        };
        return sealer.SignAssertion(statement, profileSignature);
    }
}
