namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>
/// Any octets as commitments, shares, refreshes, repair pieces, contributions and proofs: refused with the exception of this library, or
/// written back unchanged.
/// </summary>
internal static class ThresholdFuzz
{
    private static readonly PrimeGroup[] Groups =
        [PrimeGroup.Edwards25519, PrimeGroup.Edwards448, PrimeGroup.Curve25519, PrimeGroup.Curve448];

    /// <summary>Commitments to a sharing 2 of 2 in every group, the share of holder 1, and a contribution with its proof.</summary>
    public static byte[] Valid(int index)
    {
        PrimeGroup group = Groups[index];
        var random = new SeededRandom(group.Name);
        group.Random(random, out GroupScalar secret);
        using PrivateScalar key = group.ToPrivate(secret);
        KeyShare share = KeySharing.Split(group, key, 2, 2, random)[0];
        byte[] octets = new byte[group.ScalarSize];
        share.WriteTo(octets);
        AgreementContribution contribution = ThresholdAgreement.ContributeWithProof(share, share.Commitments.PublicKey, [], random);
        byte[] value = new byte[group.ElementSize];
        contribution.WriteTo(value);
        return [(byte)index, .. share.Commitments.Encode(), .. octets, .. value, .. contribution.Proof];
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        PrimeGroup group = Groups[input[0] % Groups.Length];
        input = input[1..];
        int commitments = Math.Min(2 * group.ElementSize, input.Length);
        ReadOnlySpan<byte> share = Part(input, commitments, group.ScalarSize);
        ReadOnlySpan<byte> value = Part(input, commitments + group.ScalarSize, group.ElementSize);
        ReadOnlySpan<byte> proof = Part(input, commitments + group.ScalarSize + group.ElementSize, ThresholdAgreement.ProofSize(group));
        ShareCommitments? sharing = null;
        try
        {
            sharing = ShareCommitments.Decode(group, input[..commitments]);
            Same(input[..commitments], sharing.Encode());
            using var read = new KeyShare(sharing, 1, share);
            Same(share, Written(group.ScalarSize, read.WriteTo));
        }
        catch (CryptoException e) when (IsRefusal(e))
        {
        }

        try
        {
            using var refresh = new ShareRefresh(group, 1, input[..commitments], share);
            Same(share, Written(group.ScalarSize, refresh.WriteTo));
        }
        catch (CryptoException e) when (IsRefusal(e))
        {
        }

        try
        {
            using var piece = new RepairPiece(group, 1, 2, share);
            Same(share, Written(group.ScalarSize, piece.WriteTo));
        }
        catch (CryptoException e) when (IsRefusal(e))
        {
        }

        try
        {
            GroupElement ephemeral = sharing?.PublicKey ?? ThresholdAgreement.ReadEphemeral(group, value);
            using var contribution = new AgreementContribution(ephemeral, 1, value, proof);
            Same(value, Written(group.ElementSize, contribution.WriteTo));
            _ = ThresholdAgreement.Verify(contribution, ephemeral, []);
            _ = PossessionProof.Verify(ephemeral, [], proof);
        }
        catch (CryptoException e) when (IsRefusal(e))
        {
        }
    }

    private static bool IsRefusal(CryptoException e) => e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder
        or CryptoError.InvalidScalar or CryptoError.InvalidShares;

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> input, int start, int length) =>
        start >= input.Length ? [] : input.Slice(start, Math.Min(length, input.Length - start));

    private static byte[] Written(int size, SecretBytes.Filler write)
    {
        byte[] octets = new byte[size];
        write(octets);
        return octets;
    }

    private static void Same(ReadOnlySpan<byte> read, ReadOnlySpan<byte> written)
    {
        if (!read.SequenceEqual(written))
        {
            throw new InvalidOperationException("what was read is written differently");
        }
    }
}
