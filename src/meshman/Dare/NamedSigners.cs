using Mesh.Client;

namespace Mesh.Manager.Dare;

/// <summary>What <c>dare verify --signer</c> demands: one of those who were named must have signed. Those whom this machine knows are told of.</summary>
internal static class NamedSigners
{
    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="what">What was verified, in a word.</param>
    /// <param name="signatures">Its signatures.</param>
    /// <param name="named">Who was named; nobody demands nothing.</param>
    public static string? Problem(string what, IReadOnlyCollection<SignatureReport> signatures, IReadOnlyCollection<KnownSigner> named)
    {
        HashSet<string> kids = [.. named.Select(s => s.Key.Kid)];
        return kids.Count == 0 || signatures.Any(s => s.Verified && kids.Contains(s.Kid)) ? null
            : signatures.Count == 0 ? $"the {what} is unsigned."
            : $"the {what} is signed by {string.Join(", ", signatures.Select(s => s.Kid))}, and not with the key that --signer names.";
    }
}
