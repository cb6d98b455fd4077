namespace Mesh.Cryptography.Tests.Scalars;

public class ScalarTypesTests
{
    private static readonly byte[] Order = Scalar448.OrderOctets.ToArray();

    [Fact]
    public void Residues_are_read_strictly()
    {
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar448.FromOctets(new byte[56])));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar448.FromOctets(new byte[57])));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar448.FromOctets(Order)));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar448.FromOctets([1, .. new byte[55], 1])));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar448.FromOctets(Enumerable.Repeat((byte)0xFF, 56).ToArray())));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ResidueScalar448.FromOctets(new byte[55])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ResidueScalar448.FromOctets(new byte[58])));
        byte[] largest = [(byte)(Order[0] - 1), .. Order[1..]];
        byte[] written = new byte[56];
        ResidueScalar448.FromOctets([.. largest, 0]).WriteTo(written);
        Assert.Equal(largest, written);
    }

    [Fact]
    public void Residues_of_curve_25519_are_read_strictly()
    {
        byte[] largest = new byte[32];
        Scalar25519.Negate(Scalar25519.ReduceWide([1])).Write(largest);
        using var minusOne = ResidueScalar25519.FromOctets(largest);
        byte[] written = new byte[32];
        minusOne.WriteTo(written);
        Assert.Equal(largest, written);
        byte[] order = [(byte)(largest[0] + 1), .. largest[1..]];
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar25519.FromOctets(order)));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar25519.FromOctets(new byte[32])));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => ResidueScalar25519.FromOctets(Enumerable.Repeat((byte)0xFF, 32).ToArray())));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ResidueScalar25519.FromOctets(new byte[31])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ResidueScalar25519.FromOctets(new byte[33])));
        using var one = ResidueScalar25519.FromOctets([1, .. new byte[31]]);
        Assert.Equal(CryptoError.InvalidScalar, Code(() => one.Add(minusOne)));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => one.Subtract(one)));
        Assert.Equal(nameof(ResidueScalar25519), one.ToString());
    }

    [Fact]
    public void Sums_and_differences_that_vanish_are_refused()
    {
        using var one = ResidueScalar448.FromOctets([1, .. new byte[55]]);
        using var minusOne = ResidueScalar448.FromOctets([(byte)(Order[0] - 1), .. Order[1..]]);
        Assert.Equal(CryptoError.InvalidScalar, Code(() => one.Add(minusOne)));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => one.Subtract(one)));
    }

    [Fact]
    public void Clamping_is_that_of_RFC_7748()
    {
        byte[] written = new byte[56];
        ClampedScalar448.FromOctets(Enumerable.Repeat((byte)0xFF, 56).ToArray()).WriteTo(written);
        Assert.Equal([0xFC, .. Enumerable.Repeat((byte)0xFF, 55)], written);
        ClampedScalar448.FromOctets(new byte[56]).WriteTo(written);
        Assert.Equal([.. new byte[55], 0x80], written);
        Assert.Equal(CryptoError.InvalidLength, Code(() => ClampedScalar448.FromOctets(new byte[57])));
    }

    [Fact]
    public void Seeds_of_56_and_57_octets_are_different_keys()
    {
        using var derived = Ed448Seed.FromOctets(new byte[56]);
        using var full = Ed448Seed.FromOctets(new byte[57]);
        Assert.NotEqual(Ed448.PublicKey(derived), Ed448.PublicKey(full));
        Assert.Equal(CryptoError.InvalidLength, Code(() => Ed448Seed.FromOctets(new byte[55])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => Ed448Seed.FromOctets(new byte[58])));
        byte[] octets = new SeededRandom("seed").Bytes(56);
        byte[] written = new byte[56];
        Ed448Seed.FromOctets(octets).WriteTo(written);
        Assert.Equal(octets, written);
    }

    [Fact]
    public void Secrets_do_not_print_and_are_gone_after_disposal()
    {
        var random = new SeededRandom("secrets");
        var residue = ResidueScalar448.Random(random);
        var clamped = ClampedScalar448.Random(random);
        var seed = Ed448Seed.Random(random);
        Assert.Equal(("ResidueScalar448", "ClampedScalar448", "Ed448Seed"), ($"{residue}", $"{clamped}", $"{seed}"));
        residue.Dispose();
        clamped.Dispose();
        seed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => residue.WriteTo(new byte[56]));
        Assert.Throws<ObjectDisposedException>(() => X448.PublicKey(clamped));
        Assert.Throws<ObjectDisposedException>(() => Ed448.Sign(seed, []));
    }

    [Fact]
    public void Destinations_of_another_length_are_refused()
    {
        using var residue = ResidueScalar448.FromOctets([1, .. new byte[55]]);
        using var seed = Ed448Seed.FromOctets(new byte[57]);
        Assert.Equal(CryptoError.InvalidLength, Code(() => residue.WriteTo(new byte[57])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => seed.WriteTo(new byte[56])));
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
}
