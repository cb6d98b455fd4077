namespace Mesh.Cryptography.Tests.Differential;

/// <summary>Against independent implementations, on random and on extreme inputs. The long form: <c>Mesh.Fuzz differential</c>.</summary>
public class DifferentialTests
{
    private const int Rounds = 200;

    public static TheoryData<string> WithBouncyCastle => [.. Operations.For(new BouncyCastlePeer()).Select(o => o.Name)];

    public static TheoryData<string> WithOpenSsl => [.. Operations.For(new OpenSslPeer()).Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(WithBouncyCastle))]
    public void The_same_as_BouncyCastle(string operation) => Run(new BouncyCastlePeer(), operation);

    [LibCryptoTheory]
    [MemberData(nameof(WithOpenSsl))]
    public void The_same_as_OpenSSL(string operation) => Run(new OpenSslPeer(), operation);

    [Fact]
    public void A_difference_is_reported_with_its_input()
    {
        var peer = new WrongPeer();
        foreach (DifferentialOperation operation in Operations.For(peer))
        {
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Run(peer, operation.Name));
            Assert.Contains(" differs: ", e.Message, StringComparison.Ordinal);
        }
    }

    private static void Run(IPeer peer, string operation)
    {
        DifferentialOperation found = Operations.For(peer).Single(o => o.Name == operation);
        var weighted = new Weighted(new SeededRandom($"{peer.Name} {operation}"));
        for (int i = 0; i < Rounds; i++)
        {
            found.Compare(peer, weighted);
        }
    }

    // BouncyCastle with a mistake in everything.
    private sealed class WrongPeer : IPeer
    {
        private readonly BouncyCastlePeer _right = new();

        public string Name => "wrong";

        public bool HasContexts => true;

        public byte[]? Agree(byte[] secret, byte[] u) => Wrong(_right.Agree(secret, u));

        public byte[] AgreementKey(byte[] secret) => _right.AgreementKey(secret);

        public byte[] SignatureKey(byte[] seed) => _right.SignatureKey(seed);

        public byte[] Sign(byte[] seed, byte[] message, byte[] context) => Wrong(_right.Sign(seed, message, context))!;

        public bool Verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context) => !_right.Verify(publicKey, message, signature, context);

        public byte[]? Wrap(byte[] keyEncryptionKey, byte[] key) => _right.Wrap(keyEncryptionKey, key);

        public byte[]? Unwrap(byte[] keyEncryptionKey, byte[] wrapped) => Wrong(_right.Unwrap(keyEncryptionKey, wrapped));

        public byte[] Seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) => _right.Seal(key, nonce, plaintext, associatedData);

        public byte[]? Open(byte[] key, byte[] nonce, byte[] sealedOctets, byte[] associatedData) =>
            _right.Open(key, nonce, sealedOctets, associatedData) is null ? [] : null;

        public byte[] Shake256(byte[] input, int length) => Wrong(_right.Shake256(input, length))!;

        private static byte[]? Wrong(byte[]? right)
        {
            if (right is { Length: > 0 })
            {
                right[^1] ^= 1;
            }

            return right;
        }
    }
}
