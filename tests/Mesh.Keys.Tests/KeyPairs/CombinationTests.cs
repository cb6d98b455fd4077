using System.Numerics;
using System.Text.Json;

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

    [Fact]
    public void Keys_of_different_algorithms_have_no_sum()
    {
        var random = new SeededRandom("different algorithms");
        using SignaturePrivateKey ed448 = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, random);
        using SignaturePrivateKey ed25519 = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, random);
        using AgreementPrivateKey x448 = AgreementPrivateKey.Generate(KeyAlgorithm.X448, random);
        using AgreementPrivateKey x25519 = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, random);
        Action[] acts =
        [
            () => ed448.Overlay(ed25519),
            () => x448.Overlay(x25519),
            () => ed448.Public.Add(ed25519.Public),
            () => x448.Public.Add(x25519.Public),
        ];
        Assert.All(acts, act => Assert.Equal(KeyError.Combination, Assert.Throws<KeyException>(act).Code));
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

    [Theory]
    [InlineData(KeyAlgorithm.Ed448)]
    [InlineData(KeyAlgorithm.X448)]
    public void A_public_contribution_outside_the_prime_order_subgroup_is_refused(KeyAlgorithm algorithm)
    {
        using PrivateKey one = PrivateKey.FromOctets(algorithm, PrivateKeyForm.Residue, [1, .. new byte[55]]);
        byte[] mixed = PlusOrderTwo(one.PublicKey);
        PublicKey good = PublicKey.FromOctets(algorithm, one.PublicKey.Octets.Span, requirePrimeOrder: true);
        PublicKey loose = PublicKey.FromOctets(algorithm, mixed);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => PublicKey.FromOctets(algorithm, mixed, requirePrimeOrder: true)).Code);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => KeyVectors.Add(good, loose)).Code);
        Assert.Equal(KeyError.PublicKey, Assert.Throws<KeyException>(() => KeyVectors.Add(loose, good)).Code);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary)]
    [InlineData(KeyAlgorithm.Ed448, PrivateKeyForm.Residue)]
    [InlineData(KeyAlgorithm.X448, PrivateKeyForm.Ordinary)]
    [InlineData(KeyAlgorithm.X448, PrivateKeyForm.Residue)]
    public void A_split_key_is_the_sum_of_its_parts(KeyAlgorithm algorithm, PrivateKeyForm form)
    {
        byte[] octets = new SeededRandom("split").Bytes(56);
        octets[55] &= 0x3F;
        using PrivateKey key = PrivateKey.FromOctets(algorithm, form, octets);
        (PrivateKey holder, PrivateKey service) = Split(key, "parts");
        (PrivateKey other, PrivateKey otherService) = Split(key, "others");
        Assert.Equal((PrivateKeyForm.Residue, PrivateKeyForm.Residue), (holder.Form, service.Form));
        using PrivateKey sum = KeyVectors.Overlay(holder, service);
        Assert.Equal(key.Kid, sum.Kid);
        Assert.Equal(key.PublicKey, KeyVectors.Add(holder.PublicKey, service.PublicKey));
        Assert.NotEqual(holder.Kid, other.Kid);
        using PrivateKey mixed = KeyVectors.Overlay(other, service);
        Assert.NotEqual(key.Kid, mixed.Kid);
        otherService.Dispose();
    }

    [Fact]
    public void The_parts_of_a_published_split_give_its_key()
    {
        JsonElement vector = KeyVectors.Cryptography["crypto-t06-split-x448"];
        byte[] first = new byte[56];
        BigInteger.Parse(vector.In("share1_scalar_decimal").Text(), System.Globalization.CultureInfo.InvariantCulture).TryWriteBytes(first, out _, isUnsigned: true);
        using PrivateKey holder = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, first);
        using PrivateKey service = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Residue, vector.Expected("share2_encoding").Hex());
        using PrivateKey whole = KeyVectors.Overlay(holder, service);
        Assert.Equal(vector.Expected("base_public_key").Hex(), whole.PublicKey.Octets[..56].ToArray());
    }

    private static (PrivateKey Holder, PrivateKey Service) Split(PrivateKey key, string seed) => key is SignaturePrivateKey signature
        ? signature.Split(new SeededRandom(seed))
        : ((AgreementPrivateKey)key).Split(new SeededRandom(seed));

    // (u, v) + (0, 0) has 1/u on curve448; (x, y) + (0, -1) is (-x, -y) on edwards448. Both have order 2L.
    private static byte[] PlusOrderTwo(PublicKey key)
    {
        BigInteger p = (BigInteger.One << 448) - (BigInteger.One << 224) - 1;
        byte[] octets = key.Octets.ToArray();
        BigInteger coordinate = new(octets.AsSpan(0, 56), isUnsigned: true);
        coordinate = key.Algorithm == KeyAlgorithm.X448 ? BigInteger.ModPow(coordinate, p - 2, p) : p - coordinate;
        byte[] sum = new byte[57];
        coordinate.TryWriteBytes(sum, out _, isUnsigned: true);
        sum[56] = key.Algorithm == KeyAlgorithm.X448 ? octets[56] : (byte)(octets[56] ^ 0x80);
        return sum;
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
