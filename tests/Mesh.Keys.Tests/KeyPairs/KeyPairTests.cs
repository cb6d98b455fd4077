using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.KeyPairs;

public class KeyPairTests
{
    [Fact]
    public void Signs_as_published()
    {
        JsonElement vector = KeyVectors.Cryptography["crypto-gen-ed448-sign"];
        using SignaturePrivateKey key = SignaturePrivateKey.FromOctets(
            KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary, vector.In("private_key").Hex());
        byte[] message = vector.Expected("signed_octets").Hex();
        Assert.Equal(vector.In("public_key").Hex(), key.Public.Octets.ToArray());
        Assert.Equal(vector.Expected("signature").Hex(), key.Sign(message, new KnownRandom()));
        Assert.True(key.Public.Verify(message, vector.Expected("signature").Hex()));
    }

    [Fact]
    public void Agrees_as_published()
    {
        JsonElement vector = KeyVectors.Cryptography["crypto-gen-x448-agree"];
        using AgreementPrivateKey key = AgreementPrivateKey.FromOctets(
            KeyAlgorithm.X448, PrivateKeyForm.Ordinary, vector.In("private_key").Hex());
        using SecretBytes agreement = key.Agree(vector.In("ephemeral_public").Hex());
        Assert.Equal(vector.Expected("agreement").Hex(), agreement.Reveal().ToArray());
        using SecretBytes unsigned = key.Agree(vector.In("ephemeral_public").Hex().AsSpan(0, 56));
        Assert.True(agreement.FixedTimeEquals(unsigned));
    }

    [Fact]
    public void A_composite_key_signs_with_fresh_nonces_and_its_signatures_verify()
    {
        using SignaturePrivateKey left = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("left"));
        using SignaturePrivateKey right = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("right"));
        using SignaturePrivateKey sum = left.Overlay(right);
        byte[] first = sum.Sign("message"u8, SystemRandom.Instance);
        byte[] second = sum.Sign("message"u8, SystemRandom.Instance);
        Assert.True(sum.Public.Verify("message"u8, first));
        Assert.True(left.Public.Add(right.Public).Verify("message"u8, second));
        Assert.NotEqual(first, second);
        Assert.False(left.Public.Verify("message"u8, first));
        Assert.False(sum.Public.Verify("massage"u8, first));
        first[3] ^= 1;
        Assert.False(sum.Public.Verify("message"u8, first));
    }

    [Fact]
    public void A_composite_key_agrees_like_the_sum_of_its_parts()
    {
        using AgreementPrivateKey left = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("left"));
        using AgreementPrivateKey right = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("right"));
        using AgreementPrivateKey sum = left.Overlay(right);
        using AgreementPrivateKey peer = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("peer"));
        using SecretBytes mine = sum.Agree(peer.Public.Octets.Span);
        using SecretBytes theirs = peer.Agree(left.Public.Add(right.Public).Octets.Span);
        Assert.Equal(56, mine.Length);
        Assert.True(mine.FixedTimeEquals(theirs));
    }

    [Fact]
    public void A_peer_of_small_order_or_wrong_length_is_refused()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("key"));
        using AgreementPrivateKey residue = key.Split(new SeededRandom("part")).Holder;
        foreach (AgreementPrivateKey each in new[] { key, residue })
        {
            foreach (byte[] peer in new[] { new byte[56], new byte[57], [1, .. new byte[55]], new byte[32], [] })
            {
                Assert.Equal(KeyError.Agreement, Assert.Throws<KeyException>(() => each.Agree(peer)).Code);
            }
        }
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed448, 56)]
    [InlineData(KeyAlgorithm.Ed448, 58)]
    [InlineData(KeyAlgorithm.X448, 56)]
    [InlineData(KeyAlgorithm.X448, 0)]
    public void Public_keys_of_wrong_length_are_refused(KeyAlgorithm algorithm, int length)
    {
        byte[] octets = new byte[length];
        if (length > 0)
        {
            octets[0] = 5;
        }

        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => PublicKey.FromOctets(algorithm, octets)).Code);
    }

    [Theory]
    [InlineData(KeyAlgorithm.X448, "00")]
    [InlineData(KeyAlgorithm.X448, "01")]
    [InlineData(KeyAlgorithm.Ed448, "01")]
    [InlineData(KeyAlgorithm.Ed448, "00")]
    public void Public_keys_of_small_order_are_refused(KeyAlgorithm algorithm, string first)
    {
        byte[] octets = new byte[57];
        octets[0] = Convert.FromHexString(first)[0];
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => PublicKey.FromOctets(algorithm, octets)).Code);
    }

    [Fact]
    public void A_private_key_that_is_0_modulo_the_order_is_refused()
    {
        // 4L is a clamped scalar; its public key would be the neutral element.
        byte[] scalar = Convert.FromHexString(
            "cc1361ad4a0ae38d543d1637ca09b385" + "40da58bb266d3b11a78f28f3fdffffff" + new string('f', 48));
        Assert.Equal(
            KeyError.PrivateKey,
            Assert.Throws<KeyException>(() => AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, scalar)).Code);
        scalar[0] ^= 0x10;
        AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, scalar).Dispose();
    }

    [Fact]
    public void A_public_key_off_the_curve_or_not_canonical_is_refused()
    {
        byte[] valid = [5, .. new byte[56]];
        Assert.Equal(valid, PublicKey.FromOctets(KeyAlgorithm.X448, valid).Octets.ToArray());
        byte[] sign = [.. valid[..56], 0x40];
        byte[] large = [.. Enumerable.Repeat((byte)0xFF, 56), 0];
        foreach (byte[] octets in new[] { sign, large })
        {
            Assert.Throws<KeyException>(() => PublicKey.FromOctets(KeyAlgorithm.X448, octets));
        }

        Assert.Throws<KeyException>(() => PublicKey.FromOctets(KeyAlgorithm.Ed448, large));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary, 55)]
    [InlineData(KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary, 58)]
    [InlineData(KeyAlgorithm.Ed448, PrivateKeyForm.Residue, 56)]
    [InlineData(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, 57)]
    [InlineData(KeyAlgorithm.X448, PrivateKeyForm.Residue, 56)]
    public void Private_keys_of_wrong_length_and_zero_residues_are_refused(KeyAlgorithm algorithm, PrivateKeyForm form, int length) =>
        Assert.Equal(KeyError.PrivateKey, Assert.Throws<KeyException>(() => PrivateKey.FromOctets(algorithm, form, new byte[length])).Code);

    [Fact]
    public void Algorithms_of_the_other_family_are_refused()
    {
        Assert.Equal(KeyError.Algorithm, Assert.Throws<KeyException>(() => SignaturePrivateKey.Generate(KeyAlgorithm.X448, SystemRandom.Instance)).Code);
        Assert.Equal(KeyError.Algorithm, Assert.Throws<KeyException>(() => AgreementPrivateKey.Generate(KeyAlgorithm.Ed448, SystemRandom.Instance)).Code);
        Assert.Equal(KeyError.Algorithm, Assert.Throws<KeyException>(() => AgreementPublicKey.FromOctets(KeyAlgorithm.Ed448, new byte[57])).Code);
        Assert.Equal(KeyError.Algorithm, Assert.Throws<KeyException>(() => SignaturePublicKey.FromOctets(KeyAlgorithm.X448, new byte[57])).Code);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed448)]
    [InlineData(KeyAlgorithm.X448)]
    public void A_private_key_shows_its_fingerprint_only_and_is_gone_after_disposal(KeyAlgorithm algorithm)
    {
        PrivateKey key = algorithm.IsSignature()
            ? SignaturePrivateKey.Generate(algorithm, new SeededRandom("show"))
            : AgreementPrivateKey.Generate(algorithm, new SeededRandom("show"));
        Assert.Equal($"private {algorithm} {key.Kid}", key.ToString());
        Assert.Equal($"{algorithm} {key.Kid}", key.PublicKey.ToString());
        Assert.Equal(64, key.PublicKey.FingerprintOctets.Length);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(key.RevealOctets);
    }

    [Fact]
    public void The_octets_of_a_key_read_in_the_other_form_are_another_key()
    {
        using AgreementPrivateKey left = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("l"));
        using AgreementPrivateKey right = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("r"));
        using AgreementPrivateKey sum = left.Overlay(right);
        using PrivateKey clamped = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, KeyVectors.Octets(sum));
        using PrivateKey same = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Residue, KeyVectors.Octets(sum));
        Assert.NotEqual(sum.Kid, clamped.Kid);
        Assert.Equal(sum.Kid, same.Kid);
    }
}
