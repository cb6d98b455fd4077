// What follows from the message and the commitments of all signers (RFC 9591 4.3 to 4.6): the binding factors rho_i, the group commitment
// R = sum (D_i + [rho_i]E_i), the challenge k, and the weight lambda_i k of every share. Every signer and the coordinator compute it for themselves:
// nobody is told R or a coefficient by another (Mesh threshold, section 5.2, 2 and 3). All of it is public.

namespace Mesh.Cryptography;

/// <summary>The computation that all who take part in one signature have in common.</summary>
internal sealed class FrostGroupCommitment
{
    private readonly ShareCommitments _key;
    private readonly FrostCommitment[] _commitments;
    private readonly int[] _identifiers;
    private readonly GroupScalar[] _bindingFactors;
    private readonly GroupScalar _challenge;

    /// <summary>Checks the commitments of the signers and computes.</summary>
    public FrostGroupCommitment(ShareCommitments key, ReadOnlySpan<byte> message, IReadOnlyCollection<FrostCommitment> commitments)
    {
        _key = key;
        Suite = FrostSuite.Of(key.Group);
        if (commitments.Count > FrostSigning.MaximumSigners)
        {
            throw new CryptoException(
                CryptoError.InvalidShares, $"At most {FrostSigning.MaximumSigners} holders make a signature, not {commitments.Count}.");
        }

        if (commitments.Any(c => c.Suite != Suite))
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"A commitment is not of {Suite}.");
        }

        _commitments = [.. commitments.OrderBy(c => c.Identifier)];
        _identifiers = [.. _commitments.Select(c => c.Identifier)];
        Holders.Check(_identifiers, key.Threshold);

        byte[] publicKey = key.PublicKey.Encode();
        BindingFactorPrefix = BindPrefix(publicKey, message);
        _bindingFactors = new GroupScalar[_commitments.Length];
        for (int i = 0; i < _commitments.Length; i++)
        {
            Suite.BindingFactor(BindingFactorPrefix, _identifiers[i], out _bindingFactors[i]);
        }

        R = Sum(Suite, _commitments, _bindingFactors);
        Suite.Challenge(R, publicKey, message, out _challenge);
    }

    /// <summary>The ciphersuite.</summary>
    public FrostSuite Suite { get; }

    /// <summary>The signers, ascending.</summary>
    public IReadOnlyList<int> Identifiers => _identifiers;

    /// <summary>A || H4(message) || H5(commitments): what the binding factors hash before the identifier.</summary>
    public byte[] BindingFactorPrefix { get; }

    /// <summary>The group commitment, the first half of the signature.</summary>
    public byte[] R { get; }

    /// <summary>The challenge of the signature.</summary>
    public ref readonly GroupScalar Challenge => ref _challenge;

    /// <summary>The binding factor of a signer.</summary>
    public ref readonly GroupScalar BindingFactor(int identifier) => ref _bindingFactors[IndexOf(identifier)];

    /// <summary>Refuses a list in which a signer does not find its own commitment as it made it.</summary>
    public void RequireUnchanged(FrostCommitment own)
    {
        int index = IndexOf(own.Identifier);
        if (index < 0 || !_commitments[index].Equals(own))
        {
            throw new CryptoException(
                CryptoError.InvalidShares, $"The commitment of signer {own.Identifier} is missing or was changed: it does not sign.");
        }
    }

    /// <summary>z = d + e rho + y lambda k of one signer. Constant time.</summary>
    public FrostSignatureShare Respond(KeyShare share, SecretBytes nonces)
    {
        PrimeGroup group = Suite.Group;
        Weigh(share.Identifier, out GroupScalar weight);
        share.Read(out GroupScalar y);
        _ = group.TryRead(nonces.Reveal()[..group.ScalarSize], out GroupScalar hiding);
        _ = group.TryRead(nonces.Reveal()[group.ScalarSize..], out GroupScalar binding);
        group.MultiplyAdd(out GroupScalar z, binding, BindingFactor(share.Identifier), hiding);
        group.MultiplyAdd(out z, y, weight, z);
        y.Clear();
        hiding.Clear();
        binding.Clear();
        return new FrostSignatureShare(Suite, share.Identifier, z);
    }

    /// <summary>Whether [z]B = D + [rho]E + [lambda k]Y for a signer of the list (RFC 9591 5.4).</summary>
    public bool Verify(FrostSignatureShare share)
    {
        int index = IndexOf(share.Identifier);
        if (index < 0 || share.Suite != Suite)
        {
            return false;
        }

        PrimeGroup group = Suite.Group;
        Weigh(share.Identifier, out GroupScalar weight);
        GroupPoint binding = _commitments[index].Binding.Point;
        GroupPoint publicKey = _key.SharePublicKey(share.Identifier).Point;
        group.MultiplyPublic(out GroupPoint expected, [_bindingFactors[index], weight], [binding, publicKey]);
        group.Add(out expected, expected, _commitments[index].Hiding.Point);
        group.MultiplyBase(out GroupPoint computed, share.Value);
        return group.EqualMask(computed, expected) != 0;
    }

    /// <summary>R and the sum of the shares.</summary>
    public byte[] Join(IEnumerable<FrostSignatureShare> shares)
    {
        GroupScalar sum = default;
        foreach (FrostSignatureShare share in shares)
        {
            Suite.Group.Add(out sum, sum, share.Value);
        }

        byte[] signature = new byte[Suite.SignatureSize];
        R.CopyTo(signature, 0);
        Suite.Write(sum, signature.AsSpan(Suite.ElementSize));
        return signature;
    }

    /// <summary>R = sum (D_i + [rho_i]E_i), encoded; refused where it is neutral.</summary>
    internal static byte[] Sum(FrostSuite suite, FrostCommitment[] commitments, GroupScalar[] bindingFactors)
    {
        PrimeGroup group = suite.Group;
        group.MultiplyPublic(out GroupPoint sum, bindingFactors, [.. commitments.Select(c => c.Binding.Point)]);
        foreach (FrostCommitment commitment in commitments)
        {
            group.Add(out sum, sum, commitment.Hiding.Point);
        }

        if (group.NeutralMask(sum) != 0)
        {
            throw new CryptoException(CryptoError.NeutralPoint, "The commitments of the signers cancel each other out.");
        }

        byte[] r = new byte[suite.ElementSize];
        group.Encode(sum, r);
        return r;
    }

    private int IndexOf(int identifier) => Array.BinarySearch(_identifiers, identifier);

    // lambda_i k; both factors are computed here from the list of signers.
    private void Weigh(int identifier, out GroupScalar weight)
    {
        GroupScalar lambda = Holders.Lagrange(Suite.Group, _identifiers, identifier);
        Suite.Group.Multiply(out weight, lambda, _challenge);
    }

    private byte[] BindPrefix(byte[] publicKey, ReadOnlySpan<byte> message)
    {
        byte[] list = new byte[_commitments.Length * Suite.CommitmentSize];
        for (int i = 0; i < _commitments.Length; i++)
        {
            _commitments[i].WriteTo(list.AsSpan(i * Suite.CommitmentSize, Suite.CommitmentSize));
        }

        byte[] prefix = new byte[publicKey.Length + (2 * Suite.HashSize)];
        publicKey.CopyTo(prefix, 0);
        Suite.HashMessage(message, prefix.AsSpan(publicKey.Length, Suite.HashSize));
        Suite.HashCommitments(list, prefix.AsSpan(publicKey.Length + Suite.HashSize));
        return prefix;
    }
}
