namespace Mesh.Cryptography.Tests.Hashing;

public class Shake256Tests
{
    // FIPS 202 sample: SHAKE256 of no octets.
    private const string Empty =
        "46B9DD2B0BA88D13233B3FEB743EEB243FCD52EA62B81B82B50C27646ED5762FD75DC4DDD8C0F200CB05019D67B592F6FC821C49479AB48640292EACB3B7C4BE";

    [Fact]
    public void Hashes_no_octets_as_published()
    {
        byte[] output = new byte[64];
        Shake256Hash.HashData([], output);
        Assert.Equal(Convert.FromHexString(Empty), output);
    }

    [Fact]
    public void Agrees_with_another_implementation_at_every_length_around_the_blocks()
    {
        var random = new SeededRandom(nameof(Agrees_with_another_implementation_at_every_length_around_the_blocks));
        for (int length = 0; length < 420; length++)
        {
            byte[] input = random.Bytes(length);
            byte[] output = new byte[1 + random.Next(300)];
            Shake256Hash.HashData(input, output);
            Assert.Equal(Reference(input, output.Length), output);
        }
    }

    [Fact]
    public void Pieces_make_no_difference()
    {
        var random = new SeededRandom(nameof(Pieces_make_no_difference));
        for (int i = 0; i < 200; i++)
        {
            byte[] input = random.Bytes(random.Next(600));
            byte[] expected = Reference(input, 400);
            byte[] output = new byte[400];
            Shake256Hash hash = default;
            ReadOnlySpan<byte> rest = input;
            while (!rest.IsEmpty)
            {
                int take = 1 + random.Next(rest.Length);
                hash.Absorb(rest[..take]);
                rest = rest[take..];
            }

            int split = random.Next(400);
            hash.Squeeze(output.AsSpan(0, split));
            hash.Squeeze(output.AsSpan(split));
            Assert.Equal(expected, output);
            Assert.Throws<InvalidOperationException>(() => hash.Absorb([1]));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 135)]
    [InlineData(99, 37)]
    [InlineData(136, 0)]
    public void Padding_fills_a_block_with_zeros(int length, int zeros)
    {
        byte[] input = new SeededRandom("pad").Bytes(length);
        byte[] output = new byte[32];
        Shake256Hash hash = default;
        hash.Absorb(input);
        hash.PadBlock();
        hash.Absorb("x"u8);
        hash.Squeeze(output);
        Assert.Equal(Reference([.. input, .. new byte[zeros], (byte)'x'], 32), output);
    }

    private static byte[] Reference(byte[] input, int length)
    {
        var shake = new Org.BouncyCastle.Crypto.Digests.ShakeDigest(256);
        shake.BlockUpdate(input, 0, input.Length);
        byte[] output = new byte[length];
        shake.DoFinal(output, 0, length);
        return output;
    }
}
