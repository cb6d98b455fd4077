// The two rounds of FROST (RFC 9591 5): the signers commit; each signs with all commitments at hand; whoever coordinates puts the shares together.
// The result is an ordinary Ed25519 or Ed448 signature.
//
//   signer        nonces = Commit(share)                       sends nonces.Commitment
//   signer        z = Sign(nonces, message, commitments)       sends z.Encode()
//   coordinator   signature = Aggregate(key, message, commitments, shares)
//
// Secure with any number of signatures under way at once, up to t - 1 holders and the coordinator being hostile (Mesh threshold, section 5).

namespace Mesh.Cryptography;

/// <summary>Signing by the threshold or more of the holders of an Ed25519 or Ed448 key. All of its functions may be called from any thread.</summary>
public static class FrostSigning
{
    /// <summary>The most holders that sign together: the largest threshold.</summary>
    public const int MaximumSigners = Holders.MaximumThreshold;

    /// <summary>
    /// Round 1 of a signer (RFC 9591 5.1): fresh nonces for one signature with this share. The share must live until they are used. A signer keeps
    /// few of them at a time and drops what was not used soon. Constant time.
    /// </summary>
    /// <param name="share">A share of a key in <see cref="PrimeGroup.Edwards25519"/> or <see cref="PrimeGroup.Edwards448"/>.</param>
    /// <param name="random">Asked for 32 octets for the hiding nonce, then for 32 for the binding nonce.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/> for a share in a Montgomery group.</exception>
    public static FrostNonces Commit(KeyShare share, IRandomSource random) => new(share, random);

    /// <summary>
    /// Round 2 of a signer (RFC 9591 5.2), who has read the message and agrees to it. The nonces are used up and zeroed before this returns, also where
    /// it throws. Binding factors, group commitment, challenge and the coefficient of this signer are computed here from the list. Constant time.
    /// </summary>
    /// <param name="nonces">The nonces whose commitment is in the list.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="commitments">Those of all who sign, in any order: the threshold or more, at most <see cref="MaximumSigners"/>.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.OutOfOrder"/> for nonces that were used; <see cref="CryptoError.InvalidShares"/> for too few or too many signers, one
    /// twice, or where the own commitment is missing or changed; <see cref="CryptoError.InvalidParameter"/> for a commitment of another suite;
    /// <see cref="CryptoError.NeutralPoint"/> where the commitments cancel each other out.
    /// </exception>
    public static FrostSignatureShare Sign(
        FrostNonces nonces, ReadOnlySpan<byte> message, IReadOnlyCollection<FrostCommitment> commitments)
    {
        using SecretBytes secrets = nonces.Take();
        var group = new FrostGroupCommitment(nonces.Share.Commitments, message, commitments);
        group.RequireUnchanged(nonces.Commitment);
        return group.Respond(nonces.Share, secrets);
    }

    /// <summary>Whether a share is what its signer had to answer (RFC 9591 5.4). False for one who is not in the list.</summary>
    /// <param name="key">The commitments of the sharing, which tell the public key of every holder.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="commitments">As for <see cref="Sign"/>.</param>
    /// <param name="share">The share.</param>
    /// <exception cref="CryptoException">As for <see cref="Sign"/>, the list being wrong.</exception>
    public static bool VerifyShare(
        ShareCommitments key, ReadOnlySpan<byte> message, IReadOnlyCollection<FrostCommitment> commitments, FrostSignatureShare share) =>
        new FrostGroupCommitment(key, message, commitments).Verify(share);

    /// <summary>
    /// Puts the shares together (RFC 9591 5.3). The signature, 64 or 114 octets, is verified like any other before it is given out; where it does not
    /// verify, whoever sent a wrong share is named.
    /// </summary>
    /// <param name="key">The commitments of the sharing.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="commitments">As for <see cref="Sign"/>.</param>
    /// <param name="shares">One share of each signer in the list, and no other, in any order.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> with <see cref="CryptoException.Culprits"/>: whose share is wrong, missing, there twice, of another
    /// suite, or of nobody in the list; otherwise as for <see cref="Sign"/>, the list being wrong.
    /// </exception>
    public static byte[] Aggregate(
        ShareCommitments key,
        ReadOnlySpan<byte> message,
        IReadOnlyCollection<FrostCommitment> commitments,
        IReadOnlyCollection<FrostSignatureShare> shares)
    {
        var group = new FrostGroupCommitment(key, message, commitments);
        return Aggregate(group, key, message, shares);
    }

    internal static byte[] Aggregate(
        FrostGroupCommitment group, ShareCommitments key, ReadOnlySpan<byte> message, IReadOnlyCollection<FrostSignatureShare> shares)
    {
        FrostBlame.Surplus("Signature shares", group.Identifiers, shares.Select(s => s.Identifier));
        FrostBlame.Missing("Signature shares", group.Identifiers, shares.Select(s => s.Identifier));
        FrostBlame.All(
            "Signature shares", $"are not of {group.Suite}", shares.Where(s => s.Suite != group.Suite).Select(s => s.Identifier));
        byte[] signature = group.Join(shares);
        if (!group.Suite.Verify(key.PublicKey.Encode(), message, signature))
        {
            FrostBlame.All("Signature shares", "are wrong", shares.Where(s => !group.Verify(s)).Select(s => s.Identifier));
            throw new CryptoException(CryptoError.IntegrityFailure, "The signature does not verify although every share does.");
        }

        return signature;
    }
}
