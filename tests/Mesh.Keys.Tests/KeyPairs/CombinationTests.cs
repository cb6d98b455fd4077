using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.KeyPairs;

/// <summary>Threshold key generation: the sum of private keys is the private key of the sum of public keys.</summary>
public class CombinationTests
{
    public static TheoryData<string> Activated => KeyVectors.Udf.Ids("derived-key-combined");

    public static TheoryData<string> Combined => KeyVectors.Cryptography.Ids("key-combination", v => Built(v) && HasSeeds(v));

    public static TheoryData<string> Aggregated => KeyVectors.Cryptography.Ids("threshold-signature", Built);

    [Theory]
    [MemberData(nameof(Activated))]
    public void Activated_keys_are_the_published_ones(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        KeyAlgorithm algorithm = KeyVectors.Algorithm(vector)!.Value;
        using KeySeed baseSeed = KeySeed.Parse(vector.In("base_udf").Text());
        using KeySeed activationSeed = KeySeed.Parse(vector.In("activation_udf").Text());
        using PrivateKey device = KeyVectors.Derive(baseSeed, vector.In("base_key_name").Text(), algorithm);
        using PrivateKey activation = KeyVectors.Derive(activationSeed, vector.In("activation_key_name").Text(), algorithm);
        using PrivateKey combined = KeyVectors.Overlay(device, activation);
        Assert.Equal(PrivateKeyForm.Residue, combined.Form);
        Assert.Equal(KeyVectors.Scalar(vector.Expected("combined_scalar").Text(), algorithm), KeyVectors.Octets(combined));
        Assert.Equal(vector.Expected("combined_public_key").Hex(), combined.PublicKey.Octets.ToArray());
        Assert.Equal(vector.Expected("key_fingerprint_pkixkey").Text(), combined.Kid);
        Assert.Equal(combined.PublicKey, KeyVectors.Add(device.PublicKey, activation.PublicKey));
    }

    [Theory]
    [MemberData(nameof(Combined))]
    public void Combined_keys_are_the_published_ones(string id)
    {
        JsonElement vector = KeyVectors.Cryptography[id];
        KeyAlgorithm algorithm = KeyVectors.Algorithm(vector)!.Value;
        PrivateKey[] parts = Parts(vector, algorithm);
        for (int i = 0; i < parts.Length; i++)
        {
            Assert.Equal(vector.In("public_keys_signed")[i].Hex(), parts[i].PublicKey.Octets.ToArray());
        }

        using PrivateKey sum = KeyVectors.Overlay(parts[0], parts[1]);
        Assert.Equal(vector.Expected("private_encoding").Hex(), KeyVectors.Octets(sum));
        Assert.Equal(vector.Expected("public_key_signed").Hex(), sum.PublicKey.Octets.ToArray());
        if (parts[0].Kid != parts[1].Kid)
        {
            Assert.Equal(sum.PublicKey, KeyVectors.Add(parts[0].PublicKey, parts[1].PublicKey));
        }
    }

    [Theory]
    [MemberData(nameof(Aggregated))]
    public void Aggregate_keys_of_threshold_signatures_are_the_published_ones(string id)
    {
        JsonElement vector = KeyVectors.Cryptography[id];
        PrivateKey[] parts = Parts(vector, KeyVectors.Algorithm(vector)!.Value);
        Assert.Equal(
            vector.Expected("aggregate_public_key").Hex(),
            KeyVectors.Add(parts[0].PublicKey, parts[1].PublicKey).Octets.ToArray());
        using PrivateKey sum = KeyVectors.Overlay(parts[0], parts[1]);
        Assert.Equal(vector.Expected("aggregate_public_key").Hex(), sum.PublicKey.Octets.ToArray());
    }

    [Fact]
    public void Keys_of_different_algorithms_are_not_added()
    {
        using SignaturePrivateKey signature = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("a"));
        using AgreementPrivateKey agreement = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("b"));
        Assert.Throws<ArgumentNullException>(() => signature.Overlay(null!));
        Assert.NotEqual(signature.PublicKey, agreement.PublicKey);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed448)]
    [InlineData(KeyAlgorithm.X448)]
    public void Contributions_that_cancel_are_refused(KeyAlgorithm algorithm)
    {
        // L - 1 and 1.
        byte[] one = [1, .. new byte[55]];
        byte[] minusOne = Convert.FromHexString("f24458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7cffffffffffffffffffffffffffffffffffffffffffffffffffffff3f");
        using PrivateKey left = PrivateKey.FromOctets(algorithm, PrivateKeyForm.Residue, one);
        using PrivateKey right = PrivateKey.FromOctets(algorithm, PrivateKeyForm.Residue, minusOne);
        Assert.Equal(KeyError.Combination, Assert.Throws<KeyException>(() => KeyVectors.Overlay(left, right)).Code);
        Assert.Equal(KeyError.Combination, Assert.Throws<KeyException>(() => KeyVectors.Add(left.PublicKey, right.PublicKey)).Code);
    }

    [Fact]
    public void A_public_contribution_outside_the_prime_order_subgroup_is_refused()
    {
        // The base point of X448 plus the point of order two (0, 0): same curve, order 2L.
        Curve448Point @base = Curve448Point.Decode([5, .. new byte[56]]);
        byte[] mixed = TorsionMixed();
        AgreementPublicKey loose = AgreementPublicKey.FromOctets(KeyAlgorithm.X448, mixed);
        AgreementPublicKey good = AgreementPublicKey.FromOctets(KeyAlgorithm.X448, @base.Encode(), requirePrimeOrder: true);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => AgreementPublicKey.FromOctets(KeyAlgorithm.X448, mixed, requirePrimeOrder: true)).Code);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => good.Add(loose)).Code);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => loose.Add(good)).Code);
    }

    [Fact]
    public void A_split_key_is_the_sum_of_its_parts()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("split"));
        (AgreementPrivateKey holder, AgreementPrivateKey service) = key.Split(new SeededRandom("parts"));
        using (holder)
        using (service)
        {
            Assert.Equal((PrivateKeyForm.Residue, PrivateKeyForm.Residue), (holder.Form, service.Form));
            using AgreementPrivateKey sum = holder.Overlay(service);
            Assert.Equal(key.Kid, sum.Kid);
            Assert.Equal(key.Public, holder.Public.Add(service.Public));
            (AgreementPrivateKey again, AgreementPrivateKey other) = sum.Split(new SeededRandom("other"));
            Assert.NotEqual(holder.Kid, again.Kid);
            again.Dispose();
            other.Dispose();
        }
    }

    // u -> 1/u adds the point (0, 0) of order two: 5^-1 mod p, and the matching sign is whichever lies on the curve.
    private static byte[] TorsionMixed()
    {
        System.Numerics.BigInteger p = (System.Numerics.BigInteger.One << 448) - (System.Numerics.BigInteger.One << 224) - 1;
        var inverse = System.Numerics.BigInteger.ModPow(5, p - 2, p);
        byte[] u = new byte[57];
        inverse.TryWriteBytes(u, out _, isUnsigned: true);
        return u;
    }

    private static bool Built(JsonElement vector) => KeyVectors.Algorithm(vector) is KeyAlgorithm.X448 or KeyAlgorithm.Ed448;

    private static bool HasSeeds(JsonElement vector) => vector.GetProperty("inputs").TryGetProperty("seed_udfs", out _);

    private static PrivateKey[] Parts(JsonElement vector, KeyAlgorithm algorithm) =>
    [
        .. vector.In("seed_udfs").EnumerateArray().Select(text =>
        {
            using KeySeed seed = KeySeed.Parse(text.Text());
            return KeyVectors.Derive(seed, "", algorithm);
        }),
    ];
}
