namespace Mesh.Cryptography.Tests.Signatures;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>Each strict check of verification (Mesh threshold, section 5.6) against a signature that only this check tells apart.</summary>
public class Ed448StrictnessTests
{
    private static readonly byte[] Message = "strict"u8.ToArray();
    private static readonly byte[] OrderFour = new byte[57];
    private static readonly byte[] Neutral = [1, .. new byte[56]];

    // y = p + 1, which a lenient decoder takes for the neutral element.
    private static readonly byte[] NeutralNotCanonical = [.. new byte[28], .. Enumerable.Repeat((byte)0xFF, 28), 0];

    private readonly Ed448Seed _seed = Ed448Seed.FromOctets(new SeededRandom("strict").Bytes(57));

    [Fact]
    public void Equation_is_the_cofactored_one()
    {
        // R carries a part of order 4, which only the factor 4 removes.
        Scalar448 r = Scalar448.ReduceWide(new SeededRandom("r").Bytes(114));
        Edwards448.MultiplyBase(out Point point, r);
        Assert.True(Edwards448.TryDecode(OrderFour, out Point torsion));
        Point.Add(out point, point, torsion);
        byte[] encoded = new byte[57];
        Edwards448.Encode(point, encoded);
        Assert.True(BothWays.Verify(Ed448.PublicKey(_seed), Message, Sign(encoded, r)));
    }

    [Fact]
    [Requirement("CRY-08")]
    public void S_from_the_group_order_on_is_refused()
    {
        byte[] signature = Ed448.Sign(_seed, Message);
        Assert.True(BothWays.Verify(Ed448.PublicKey(_seed), Message, signature));
        int carry = 0;
        for (int i = 0; i < 56; i++)
        {
            int sum = signature[57 + i] + Scalar448.OrderOctets[i] + carry;
            signature[57 + i] = (byte)(sum & 0xFF);
            carry = sum >> 8;
        }

        Assert.Equal(0, carry);
        Assert.False(BothWays.Verify(Ed448.PublicKey(_seed), Message, signature));
    }

    [Fact]
    [Requirement("CRY-08")]
    public void The_last_octet_of_S_must_be_zero()
    {
        byte[] signature = Ed448.Sign(_seed, Message);
        for (int bit = 0; bit < 8; bit++)
        {
            signature[113] = (byte)(1 << bit);
            Assert.False(BothWays.Verify(Ed448.PublicKey(_seed), Message, signature));
        }
    }

    [Fact]
    [Requirement("CRY-08")]
    public void R_must_be_canonical()
    {
        Assert.True(BothWays.Verify(Ed448.PublicKey(_seed), Message, Sign(Neutral, default)));
        Assert.False(BothWays.Verify(Ed448.PublicKey(_seed), Message, Sign(NeutralNotCanonical, default)));
        Assert.False(BothWays.Verify(Ed448.PublicKey(_seed), Message, Sign([1, .. new byte[55], 0x80], default)));
    }

    [Fact]
    [Requirement("CRY-08")]
    public void Public_keys_of_small_order_are_refused()
    {
        // With such a key S = r satisfies the equation for every message.
        Scalar448 r = Scalar448.ReduceWide(new SeededRandom("r").Bytes(114));
        Edwards448.MultiplyBase(out Point point, r);
        byte[] signature = new byte[114];
        Edwards448.Encode(point, signature.AsSpan(0, 57));
        r.Write(signature.AsSpan(57, 56));
        Assert.False(BothWays.Verify(OrderFour, Message, signature));
        Assert.False(BothWays.Verify(Neutral, Message, signature));
        Assert.False(BothWays.Verify(NeutralNotCanonical, Message, signature));
    }

    [Theory]
    [InlineData(56, 114)]
    [InlineData(58, 114)]
    [InlineData(57, 113)]
    [InlineData(57, 115)]
    [InlineData(0, 0)]
    public void Lengths_are_exact(int keyLength, int signatureLength)
    {
        byte[] key = new byte[keyLength];
        Ed448.PublicKey(_seed).AsSpan(0, Math.Min(57, keyLength)).CopyTo(key);
        byte[] signature = new byte[signatureLength];
        Ed448.Sign(_seed, Message).AsSpan(0, Math.Min(114, signatureLength)).CopyTo(signature);
        Assert.False(BothWays.Verify(key, Message, signature));
    }

    [Fact]
    public void Every_changed_bit_of_key_signature_message_or_context_is_noticed()
    {
        byte[] key = Ed448.PublicKey(_seed);
        byte[] context = "context"u8.ToArray();
        byte[] signature = Ed448.Sign(_seed, Message, context);
        foreach (byte[] part in (byte[][])[key, signature, Message, context])
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.False(BothWays.Verify(key, Message, signature, context));
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }

        Assert.True(BothWays.Verify(key, Message, signature, context));
    }

    // R || r + k s for the octets of R as they are given.
    private byte[] Sign(byte[] encodedR, Scalar448 r)
    {
        byte[] signature = [.. encodedR, .. new byte[57]];
        Scalar448 k = Ed448.Challenge(encodedR, Ed448.PublicKey(_seed), Message, []);
        Scalar448.MultiplyAdd(k, _seed.Scalar, r).Write(signature.AsSpan(57, 56));
        return signature;
    }
}
