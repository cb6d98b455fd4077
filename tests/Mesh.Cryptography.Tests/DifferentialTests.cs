using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;

namespace Mesh.Cryptography.Tests;

/// <summary>Against an independent implementation, on random inputs.</summary>
public class DifferentialTests
{
    private const int Rounds = 300;

    [Fact]
    public void X448_agrees_with_BouncyCastle_on_any_u()
    {
        var random = new SeededRandom(nameof(X448_agrees_with_BouncyCastle_on_any_u));
        byte[] expected = new byte[56];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] k = random.Bytes(56);
            byte[] u = random.Bytes(56);
            Rfc7748.X448.ScalarMult(k, 0, u, 0, expected, 0);
            using var key = ClampedScalar448.FromOctets(k);
            Assert.Equal(expected, X448.Agree(key, u).Reveal().ToArray());
            Assert.Equal(expected, X448.AgreeCleared(key, u).Reveal().ToArray());
            Rfc7748.X448.ScalarMultBase(k, 0, expected, 0);
            Assert.Equal(expected, X448.PublicKey(key)[..56]);
        }
    }

    [Fact]
    public void Ed448_signs_and_verifies_as_BouncyCastle_does()
    {
        var random = new SeededRandom(nameof(Ed448_signs_and_verifies_as_BouncyCastle_does));
        for (int i = 0; i < Rounds; i++)
        {
            byte[] octets = random.Bytes(57);
            byte[] message = random.Bytes(random.Next(400));
            byte[] context = random.Bytes(random.Next(4) == 0 ? random.Next(256) : 0);
            using var seed = Ed448Seed.FromOctets(octets);
            var privateKey = new Ed448PrivateKeyParameters(octets, 0);
            byte[] publicKey = Ed448.PublicKey(seed);
            Assert.Equal(privateKey.GeneratePublicKey().GetEncoded(), publicKey);
            var signer = new Ed448Signer(context);
            signer.Init(true, privateKey);
            signer.BlockUpdate(message, 0, message.Length);
            byte[] signature = signer.GenerateSignature();
            Assert.Equal(signature, Ed448.Sign(seed, message, context));
            Assert.True(Ed448.Verify(publicKey, message, signature, context));

            // Hedged signatures of the composite of two keys are ordinary ones to the other side.
            using ResidueScalar448 composite = seed.ToResidue().Add(ResidueScalar448.Random(random));
            byte[] hedged = Ed448.SignHedged(composite, message, context, random);
            signer.Init(false, new Ed448PublicKeyParameters(Ed448.PublicKey(composite), 0));
            signer.BlockUpdate(message, 0, message.Length);
            Assert.True(signer.VerifySignature(hedged));
            hedged[random.Next(114)] ^= (byte)(1 << random.Next(8));
            Assert.False(Ed448.Verify(Ed448.PublicKey(composite), message, hedged, context));
        }
    }

    [Fact]
    public void X25519_agrees_with_BouncyCastle_on_any_u()
    {
        var random = new SeededRandom(nameof(X25519_agrees_with_BouncyCastle_on_any_u));
        byte[] expected = new byte[32];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] k = random.Bytes(32);
            byte[] u = random.Bytes(32);
            Rfc7748.X25519.ScalarMult(k, 0, u, 0, expected, 0);
            using var key = ClampedScalar25519.FromOctets(k);
            Assert.Equal(expected, X25519.Agree(key, u).Reveal().ToArray());
            Rfc7748.X25519.ScalarMultBase(k, 0, expected, 0);
            Assert.Equal(expected, X25519.PublicKey(key));
        }
    }

    [Fact]
    public void Ed25519_signs_and_verifies_as_BouncyCastle_does()
    {
        var random = new SeededRandom(nameof(Ed25519_signs_and_verifies_as_BouncyCastle_does));
        for (int i = 0; i < Rounds; i++)
        {
            byte[] octets = random.Bytes(32);
            byte[] message = random.Bytes(random.Next(400));
            using var seed = Ed25519Seed.FromOctets(octets);
            var privateKey = new Ed25519PrivateKeyParameters(octets, 0);
            Assert.Equal(privateKey.GeneratePublicKey().GetEncoded(), Ed25519.PublicKey(seed));
            var signer = new Ed25519Signer();
            signer.Init(true, privateKey);
            signer.BlockUpdate(message, 0, message.Length);
            byte[] signature = signer.GenerateSignature();
            Assert.Equal(signature, Ed25519.Sign(seed, message));
            Assert.True(Ed25519.Verify(Ed25519.PublicKey(seed), message, signature));
        }
    }
}
