// The secret state of a signer between the two rounds (RFC 9591 5.1). Two answers from one pair of nonces give the share away, so a pair serves
// once: whoever signs takes it out, whatever becomes of the signature. There is no way to write it down; a signer that starts anew, or from a
// copy of the machine, has none (Mesh threshold, section 5.2, 4 and 5).

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// A pair of nonces of one holder for one signature, made by <see cref="FrostSigning.Commit"/> and used up by
/// <see cref="FrostSigning.Sign"/>. In memory only; zeroed when it is used and on disposal.
/// </summary>
public sealed class FrostNonces : IDisposable
{
    private SecretBytes? _secrets;

    internal FrostNonces(KeyShare share, IRandomSource random)
    {
        FrostSuite suite = FrostSuite.Of(share.Group);
        PrimeGroup group = suite.Group;
        Share = share;
        share.Read(out GroupScalar y);
        suite.Nonce(y, random, out GroupScalar hiding);
        suite.Nonce(y, random, out GroupScalar binding);
        y.Clear();
        Commitment = new FrostCommitment(suite, share.Identifier, CommitTo(group, hiding), CommitTo(group, binding));
        Span<byte> octets = stackalloc byte[2 * group.ScalarSize];
        group.Write(hiding, octets[..group.ScalarSize]);
        group.Write(binding, octets[group.ScalarSize..]);
        hiding.Clear();
        binding.Clear();
        _secrets = new SecretBytes(octets);
        CryptographicOperations.ZeroMemory(octets);
    }

    /// <summary>What is sent to the other signers.</summary>
    public FrostCommitment Commitment { get; }

    /// <summary>The number of the signer, never the nonces.</summary>
    public override string ToString() => $"{nameof(FrostNonces)}({Commitment.Suite}, {Commitment.Identifier})";

    /// <summary>Zeroes the nonces.</summary>
    public void Dispose() => Interlocked.Exchange(ref _secrets, null)?.Dispose();

    /// <summary>The share with which these nonces are used.</summary>
    internal KeyShare Share { get; }

    /// <summary>The hiding and the binding nonce, to one caller only, who zeroes them.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.OutOfOrder"/> for everybody else.</exception>
    internal SecretBytes Take() => Interlocked.Exchange(ref _secrets, null)
        ?? throw new CryptoException(CryptoError.OutOfOrder, "The nonces were used: every signature needs new ones.");

    private static GroupElement CommitTo(PrimeGroup group, in GroupScalar nonce)
    {
        group.MultiplyBase(out GroupPoint point, nonce);
        return new GroupElement(group, point, primeOrder: true);
    }
}
