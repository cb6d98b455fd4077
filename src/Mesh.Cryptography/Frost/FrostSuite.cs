// The two ciphersuites of FROST whose signatures are EdDSA (RFC 9591 6.1 and 6.3), over one group and one hash each.
//
//              context string              hash                   scalar   element   commitment   signature share   signature
//   Ed25519    FROST-ED25519-SHA512-v1     SHA-512                  32       32          96             32              64
//   Ed448      FROST-ED448-SHAKE256-v1     SHAKE256, 114 octets     57       57         171             57             114
//
// H1, H2, H3 and the challenge of the proof of possession are the hash as a little-endian number modulo L; H4 and H5 are the hash itself.

using System.Security.Cryptography;
using System.Text;

namespace Mesh.Cryptography;

/// <summary>A ciphersuite of FROST: the group, the hash and the forms of everything that is sent.</summary>
public abstract class FrostSuite
{
    private readonly byte[] _bindingFactorLabel;
    private readonly byte[] _nonceLabel;
    private readonly byte[] _messageLabel;
    private readonly byte[] _commitmentLabel;
    private readonly byte[] _proofLabel;
    private readonly byte[] _announcementsLabel;

    private protected FrostSuite(PrimeGroup group, string name, string contextString)
    {
        Group = group;
        Name = name;
        ContextString = contextString;
        _bindingFactorLabel = Label("rho");
        _nonceLabel = Label("nonce");
        _messageLabel = Label("msg");
        _commitmentLabel = Label("com");
        _proofLabel = Label("dkg");
        _announcementsLabel = Label("announcements");
    }

    /// <summary>FROST(Ed25519, SHA-512), RFC 9591 6.1.</summary>
    public static FrostSuite Ed25519 { get; } = new FrostEd25519Suite();

    /// <summary>FROST(Ed448, SHAKE256), RFC 9591 6.3.</summary>
    public static FrostSuite Ed448 { get; } = new FrostEd448Suite();

    /// <summary>The name in RFC 9591: FROST(Ed25519, SHA-512), FROST(Ed448, SHAKE256).</summary>
    public string Name { get; }

    /// <summary>What every hash but H2 begins with.</summary>
    public string ContextString { get; }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>Octets of an element: 32 or 57.</summary>
    public int ElementSize => Group.ElementSize;

    /// <summary>Octets of a scalar, and of an identifier where it is hashed or sent: 32, or 57 of which the last is zero.</summary>
    public int ScalarSize => Group.ElementSize;

    /// <summary>Octets of a <see cref="FrostCommitment"/>: 96 or 171.</summary>
    public int CommitmentSize => ScalarSize + (2 * ElementSize);

    /// <summary>Octets of a signature: 64 or 114.</summary>
    public int SignatureSize => ElementSize + ScalarSize;

    /// <summary>The suite over <paramref name="group"/>.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/> for a group of Montgomery curves, which sign nothing.</exception>
    public static FrostSuite Of(PrimeGroup group) =>
        group == Ed25519.Group ? Ed25519
        : group == Ed448.Group ? Ed448
        : throw new CryptoException(CryptoError.InvalidParameter, $"There is no signature scheme over {group}.");

    /// <summary>Verifies as every verifier of the algorithm does (RFC 8032 5.1.7, 5.2.7). False for anything malformed; never throws.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>What the hash of H2 begins with, so that it is the challenge of RFC 8032.</summary>
    private protected abstract ReadOnlySpan<byte> ChallengeLabel { get; }

    /// <summary>Octets of a hash: 64 or 114.</summary>
    internal int HashSize => Group.WideSize;

    /// <summary>H1: the binding factor of one signer.</summary>
    internal void BindingFactor(ReadOnlySpan<byte> prefix, int identifier, out GroupScalar factor)
    {
        Span<byte> scalar = stackalloc byte[ScalarSize];
        WriteIdentifier(identifier, scalar);
        HashToScalar(_bindingFactorLabel, prefix, scalar, [], out factor);
    }

    /// <summary>H2: the challenge of RFC 8032.</summary>
    internal void Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, out GroupScalar challenge) =>
        HashToScalar(ChallengeLabel, r, publicKey, message, out challenge);

    /// <summary>
    /// nonce_generate of RFC 9591 4.1: H3 of 32 random octets and the secret. A generator that fails does not repeat the nonces of others, and one
    /// that is known does not tell the nonce.
    /// </summary>
    internal void Nonce(in GroupScalar secret, IRandomSource random, out GroupScalar nonce)
    {
        Span<byte> hedge = stackalloc byte[32];
        Span<byte> octets = stackalloc byte[ScalarSize];
        random.Fill(hedge);
        Write(secret, octets);
        HashToScalar(_nonceLabel, hedge, octets, [], out nonce);
        CryptographicOperations.ZeroMemory(hedge);
        CryptographicOperations.ZeroMemory(octets);
    }

    /// <summary>H4, of the message; 64 or 114 octets.</summary>
    internal void HashMessage(ReadOnlySpan<byte> message, Span<byte> digest) => Hash(_messageLabel, message, [], [], digest);

    /// <summary>H5, of the commitments; 64 or 114 octets.</summary>
    internal void HashCommitments(ReadOnlySpan<byte> commitments, Span<byte> digest) => Hash(_commitmentLabel, commitments, [], [], digest);

    /// <summary>The challenge of the proof of possession in key generation.</summary>
    internal void ProofChallenge(int identifier, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> r, out GroupScalar challenge)
    {
        Span<byte> scalar = stackalloc byte[ScalarSize];
        WriteIdentifier(identifier, scalar);
        HashToScalar(_proofLabel, scalar, publicKey, r, out challenge);
    }

    /// <summary>What participants in key generation compare; 64 or 114 octets.</summary>
    internal void HashAnnouncements(ReadOnlySpan<byte> announcements, Span<byte> digest) => Hash(_announcementsLabel, announcements, [], [], digest);

    /// <summary>Writes <see cref="ScalarSize"/> octets.</summary>
    internal void Write(in GroupScalar scalar, Span<byte> destination)
    {
        Group.Write(scalar, destination[..Group.ScalarSize]);
        destination[Group.ScalarSize..ScalarSize].Clear();
    }

    /// <summary>Reads <see cref="ScalarSize"/> octets, a number below L.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidScalar"/>.</exception>
    internal void Read(string what, ReadOnlySpan<byte> octets, out GroupScalar scalar)
    {
        if (octets.Length != ScalarSize)
        {
            throw CryptoException.Length($"{what} of {Name}", ScalarSize, octets.Length);
        }

        if (!Group.TryRead(octets[..Group.ScalarSize], out scalar) || octets[Group.ScalarSize..].ContainsAnyExcept((byte)0))
        {
            scalar.Clear();
            throw new CryptoException(CryptoError.InvalidScalar, $"{what} of {Name} must be below the order of the group.");
        }
    }

    /// <summary>Writes an identifier as a scalar.</summary>
    internal void WriteIdentifier(int identifier, Span<byte> destination) => Write(Group.FromInteger(identifier), destination);

    /// <summary>Reads an identifier written as a scalar.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/> for anything but 1 to 65,535.</exception>
    internal static int ReadIdentifier(ReadOnlySpan<byte> octets)
    {
        int identifier = octets[0] | (octets[1] << 8);
        if (octets[2..].ContainsAnyExcept((byte)0))
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"The identifier of a holder is at most {Holders.MaximumIdentifier}.");
        }

        Holders.Check(identifier);
        return identifier;
    }

    /// <summary>The hash of up to four parts, one after the other.</summary>
    private protected abstract void Hash(
        ReadOnlySpan<byte> label, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest);

    private void HashToScalar(
        ReadOnlySpan<byte> label, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, out GroupScalar scalar)
    {
        Span<byte> digest = stackalloc byte[HashSize];
        Hash(label, first, second, third, digest);
        Group.ReduceWide(digest, out scalar);
        CryptographicOperations.ZeroMemory(digest);
    }

    private byte[] Label(string purpose) => Encoding.ASCII.GetBytes(ContextString + purpose);
}
