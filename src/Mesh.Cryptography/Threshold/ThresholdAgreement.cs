// Key agreement with a shared key (Mesh threshold, section 4). Encryption is ordinary. To decrypt, each holder gives C = [s/h mod L]([h]E): for
// E of order L that is [s]E, and for any other E it tells nothing of s modulo h, and the sum is what RFC 7748 makes of the unsplit key and
// the same E. What has no place in this is refused: points on the twist, of small order, contributions with a part of small order,
// contributions for different lifts of one u, and a neutral sum.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Agreement and decryption with shares, in any <see cref="PrimeGroup"/>.</summary>
public static class ThresholdAgreement
{
    /// <summary>Octets of a proof of a contribution: two scalars, 64 or 112.</summary>
    public static int ProofSize(PrimeGroup group) => ProofHash.Size(group);

    /// <summary>
    /// The public key of the other side, in either form: <see cref="PrimeGroup.ElementSize"/> octets as <see cref="PrimeGroup.Decode"/> reads
    /// them, or u alone, lifted to the even v as all holders do it.
    /// </summary>
    /// <exception cref="CryptoException">
    /// As for <see cref="PrimeGroup.Decode"/>; <see cref="CryptoError.SmallOrder"/> on the Edwards curves as well.
    /// </exception>
    public static GroupElement ReadEphemeral(PrimeGroup group, ReadOnlySpan<byte> octets)
    {
        GroupElement ephemeral = octets.Length == group.AgreementSize && group.AgreementSize != group.ElementSize
            ? group.LiftEven(octets)
            : group.Decode(octets);
        RequireLargeOrder(ephemeral);
        return ephemeral;
    }

    /// <summary>The contribution of a share of a t of n sharing. Constant time.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.SmallOrder"/>; <see cref="CryptoError.InvalidParameter"/> for an element of another group.
    /// </exception>
    public static AgreementContribution Contribute(KeyShare share, GroupElement ephemeral)
    {
        share.Read(out GroupScalar value);
        return Contribute(ephemeral, share.Group, share.Identifier, ref value);
    }

    /// <summary>The contribution of one of n direct shares. Constant time.</summary>
    /// <inheritdoc cref="Contribute(KeyShare, GroupElement)"/>
    public static AgreementContribution Contribute(DirectShare share, GroupElement ephemeral)
    {
        share.Read(out GroupScalar value);
        return Contribute(ephemeral, share.Group, share.Identifier, ref value);
    }

    /// <summary>
    /// The contribution with a proof that it was made with the share whose public key is known, so that who answers wrongly is found out.
    /// </summary>
    /// <param name="share">The share.</param>
    /// <param name="ephemeral">The public key of the other side.</param>
    /// <param name="context">What the proof is bound to besides, 0 to 65,535 octets: the request, for example.</param>
    /// <param name="random">Asked for 32 octets.</param>
    /// <inheritdoc cref="Contribute(KeyShare, GroupElement)"/>
    public static AgreementContribution ContributeWithProof(
        KeyShare share, GroupElement ephemeral, ReadOnlySpan<byte> context, IRandomSource random)
    {
        share.Read(out GroupScalar value);
        return Contribute(ephemeral, share.Group, share.Identifier, ref value, share.PublicKey, context, random);
    }

    /// <inheritdoc cref="ContributeWithProof(KeyShare, GroupElement, ReadOnlySpan{byte}, IRandomSource)"/>
    public static AgreementContribution ContributeWithProof(
        DirectShare share, GroupElement ephemeral, ReadOnlySpan<byte> context, IRandomSource random)
    {
        share.Read(out GroupScalar value);
        GroupElement publicKey = share.SharePublicKeys[share.Identifier - 1];
        return Contribute(ephemeral, share.Group, share.Identifier, ref value, publicKey, context, random);
    }

    /// <summary>
    /// Whether a contribution has a proof and it shows that the contribution was made with the share that has <paramref name="sharePublicKey"/>,
    /// in the same <paramref name="context"/>.
    /// </summary>
    public static bool Verify(AgreementContribution contribution, GroupElement sharePublicKey, ReadOnlySpan<byte> context)
    {
        if (contribution.Proof.IsEmpty || sharePublicKey.Group != contribution.Group)
        {
            return false;
        }

        contribution.Read(out GroupPoint value);
        bool valid = ContributionProof.Verify(sharePublicKey, contribution.Ephemeral, value, context, contribution.Proof);
        value.Clear();
        return valid;
    }

    /// <summary>
    /// The agreement from the contributions of direct shares, all of them: what X25519 or X448 with the unsplit key gives,
    /// <see cref="PrimeGroup.AgreementSize"/> octets. A wrong contribution gives a wrong agreement, which the use of the key shows.
    /// </summary>
    /// <param name="shares">How many shares there are.</param>
    /// <param name="contributions">One of each share.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for contributions that are missing, twice there, of different groups or for different
    /// ephemerals; <see cref="CryptoError.ZeroAgreement"/> for a neutral sum.
    /// </exception>
    public static SecretBytes Combine(int shares, IReadOnlyList<AgreementContribution> contributions)
    {
        RequireOneEphemeral(contributions);
        if (contributions.Count != shares || contributions.Any(c => c.Identifier > shares))
        {
            throw new CryptoException(CryptoError.InvalidShares, $"{contributions.Count} contributions are not those of {shares} direct shares.");
        }

        PrimeGroup group = contributions[0].Group;
        GroupPoint sum = group.Neutral;
        foreach (AgreementContribution contribution in contributions)
        {
            contribution.Read(out GroupPoint value);
            group.Add(out sum, sum, value);
            value.Clear();
        }

        return Finish(group, ref sum);
    }

    /// <summary>
    /// The agreement from the contributions of the threshold or more holders. The first contributions, as many as the threshold, give it; the
    /// others have to agree with them.
    /// </summary>
    /// <param name="commitments">The sharing.</param>
    /// <param name="contributions">One of each holder who takes part.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for too few contributions, two of one holder, different groups or ephemerals, or contributions
    /// that contradict one another (<see cref="Verify"/> tells which, where they have proofs); <see cref="CryptoError.ZeroAgreement"/>.
    /// </exception>
    public static SecretBytes Combine(ShareCommitments commitments, IReadOnlyList<AgreementContribution> contributions)
    {
        RequireOneEphemeral(contributions);
        PrimeGroup group = contributions[0].Group;
        if (group != commitments.Group || contributions.Count < commitments.Threshold)
        {
            throw new CryptoException(
                CryptoError.InvalidShares, $"{contributions.Count} contributions in {group} are not enough: {commitments.Threshold} in {commitments.Group}.");
        }

        AgreementContribution[] first = [.. contributions.Take(commitments.Threshold)];
        foreach (AgreementContribution extra in contributions.Skip(first.Length))
        {
            Interpolate(first, extra.Identifier, out GroupPoint expected);
            extra.Read(out GroupPoint value);
            ulong equal = group.EqualMask(expected, value);
            expected.Clear();
            value.Clear();
            if (equal == 0)
            {
                throw new CryptoException(CryptoError.InvalidShares, $"The contribution of holder {extra.Identifier} contradicts the others.");
            }
        }

        Interpolate(first, at: 0, out GroupPoint sum);
        return Finish(group, ref sum);
    }

    private static AgreementContribution Contribute(
        GroupElement ephemeral,
        PrimeGroup group,
        int identifier,
        ref GroupScalar share,
        GroupElement? provenTo = null,
        ReadOnlySpan<byte> context = default,
        IRandomSource? random = null)
    {
        ephemeral.RequireGroup(group);
        RequireLargeOrder(ephemeral);
        group.MultiplyByCofactor(out GroupPoint cleared, ephemeral.Point);
        group.DivideByCofactor(out share, share);
        group.Multiply(out GroupPoint value, share, cleared);
        try
        {
            byte[] proof = provenTo is null
                ? []
                : ContributionProof.Make(provenTo, cleared, value, share, context, random!);
            return new AgreementContribution(ephemeral, identifier, value, proof);
        }
        finally
        {
            share.Clear();
            value.Clear();
        }
    }

    private static void RequireLargeOrder(GroupElement ephemeral)
    {
        if (ephemeral.IsSmallOrder)
        {
            throw new CryptoException(CryptoError.SmallOrder, $"The point of {ephemeral.Group} has small order.");
        }
    }

    private static void RequireOneEphemeral(IReadOnlyList<AgreementContribution> contributions)
    {
        Holders.Check([.. contributions.Select(c => c.Identifier)], threshold: 1);
        if (contributions.Any(c => !c.Ephemeral.Equals(contributions[0].Ephemeral)))
        {
            throw new CryptoException(CryptoError.InvalidShares, "The contributions are for different ephemeral keys, or lifts of one.");
        }
    }

    private static void Interpolate(AgreementContribution[] contributions, int at, out GroupPoint sum)
    {
        PrimeGroup group = contributions[0].Group;
        int[] identifiers = [.. contributions.Select(c => c.Identifier)];
        sum = group.Neutral;
        foreach (AgreementContribution contribution in contributions)
        {
            contribution.Read(out GroupPoint value);
            group.Multiply(out value, Holders.Lagrange(group, identifiers, contribution.Identifier, at), value);
            group.Add(out sum, sum, value);
            value.Clear();
        }
    }

    private static SecretBytes Finish(PrimeGroup group, ref GroupPoint sum)
    {
        Span<byte> octets = stackalloc byte[group.ElementSize];
        ulong neutral = group.NeutralMask(sum);
        group.Encode(sum, octets);
        sum.Clear();
        try
        {
            return neutral == 0
                ? new SecretBytes(octets[..group.AgreementSize])
                : throw new CryptoException(CryptoError.ZeroAgreement, "The contributions add up to the neutral element.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }
}
