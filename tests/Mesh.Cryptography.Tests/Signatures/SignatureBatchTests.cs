using System.Text.Json;

namespace Mesh.Cryptography.Tests.Signatures;

/// <summary>Batches take exactly what verification one by one takes; the same tests for every algorithm.</summary>
public abstract class SignatureBatchTests
{
    private const int Keys = 40;

    private readonly SeededRandom _random;
    private readonly Signed[] _valid;

    protected SignatureBatchTests()
    {
        _random = new SeededRandom(GetType().Name);
        _valid = [.. Enumerable.Range(0, Keys).Select(i => Craft(i, _random.Bytes(_random.Next(200))))];
    }

    /// <summary>Octets of a public key; a signature has twice as many.</summary>
    protected abstract int Size { get; }

    /// <summary>The order of the group, little endian, in <see cref="Size"/> octets.</summary>
    protected abstract byte[] Order { get; }

    /// <summary>Encodings of points of small order.</summary>
    protected abstract IReadOnlyList<byte[]> SmallOrder { get; }

    protected abstract bool VerifyAlone(Signed signed);

    protected abstract IBatch NewBatch();

    /// <summary>
    /// A signature by the key of a number; points of small order are added to R and to the public key before they are hashed, and an offset to S.
    /// </summary>
    protected abstract Signed Craft(int key, byte[] message, byte[]? addToCommitment = null, byte[]? addToKey = null, int offset = 0);

    [Fact]
    public void Batches_of_every_size_are_verified()
    {
        IBatch batch = NewBatch();
        Assert.True(batch.Verify(_random));
        Assert.Empty(batch.FindInvalid(_random));
        foreach (int size in (int[])[.. Enumerable.Range(1, 20), 33, 64, 150, 224, 225, 226, 300])
        {
            batch.Clear();
            for (int i = 0; i < size; i++)
            {
                batch.Add(_valid[i % Keys]);
            }

            Assert.Equal(size, batch.Count);
            Assert.True(batch.Verify(_random));
            Assert.Empty(batch.FindInvalid(_random));
            batch.Add(Spoiled(_valid[size % Keys], size));
            Assert.False(batch.Verify(_random));
            Assert.Equal([size], batch.FindInvalid(_random));
        }
    }

    [Fact]
    public void Large_batches_of_different_keys_are_verified()
    {
        IBatch batch = NewBatch();
        for (int i = 0; i < 300; i++)
        {
            batch.Add(Craft(1000 + i, _random.Bytes(3)));
        }

        Assert.True(batch.Verify(_random));
        batch.Add(Spoiled(_valid[0], 0));
        batch.Add(_valid[1]);
        Assert.False(batch.Verify(_random));
        Assert.Equal([300], batch.FindInvalid(_random));
    }

    [Fact]
    public void One_invalid_signature_is_found_at_every_place()
    {
        const int size = 21;
        for (int place = 0; place < size; place++)
        {
            for (int how = 0; how < Ways; how++)
            {
                IBatch batch = NewBatch();
                for (int i = 0; i < size; i++)
                {
                    batch.Add(i == place ? Spoiled(_valid[i], how) : _valid[i]);
                }

                Assert.False(batch.Verify(_random));
                Assert.Equal([place], batch.FindInvalid(_random));
            }
        }
    }

    [Fact]
    [Requirement("CRY-08")]
    public void Any_mixture_is_sorted_as_verification_one_by_one_does()
    {
        for (int round = 0; round < 40; round++)
        {
            IBatch batch = NewBatch();
            List<int> expected = [];
            int size = 1 + _random.Next(60);
            int rate = 1 + _random.Next(20);
            for (int i = 0; i < size; i++)
            {
                Signed signed = _valid[_random.Next(1 + _random.Next(Keys))];
                if (_random.Next(rate) == 0)
                {
                    signed = Spoiled(signed, _random.Next(Ways));
                }

                if (!VerifyAlone(signed))
                {
                    expected.Add(i);
                }

                batch.Add(signed);
            }

            Assert.Equal(expected, batch.FindInvalid(_random));
            Assert.Equal(expected.Count == 0, batch.Verify(_random));
        }
    }

    [Fact]
    public void All_invalid_signatures_are_found()
    {
        foreach (int size in (int[])[1, 2, 3, 64, 100])
        {
            IBatch batch = NewBatch();
            for (int i = 0; i < size; i++)
            {
                batch.Add(Craft(i % Keys, [1], offset: 1 + i));
            }

            Assert.False(batch.Verify(_random));
            Assert.Equal(Enumerable.Range(0, size), batch.FindInvalid(_random));
        }
    }

    [Fact]
    public void The_same_signature_many_times_is_as_valid_as_once()
    {
        IBatch batch = NewBatch();
        for (int i = 0; i < 9; i++)
        {
            batch.Add(_valid[3]);
        }

        Assert.True(batch.Verify(_random));
        Signed spoiled = Craft(3, [1], offset: 1);
        batch.Add(spoiled);
        batch.Add(_valid[3]);
        batch.Add(spoiled);
        Assert.False(batch.Verify(_random));
        Assert.Equal([9, 11], batch.FindInvalid(_random));
    }

    [Fact]
    [Requirement("CRY-08")]
    public void Parts_of_small_order_are_judged_as_one_by_one()
    {
        IBatch batch = NewBatch();
        List<int> expected = [];
        List<byte[]?> parts = [null, .. SmallOrder];
        foreach (byte[]? toCommitment in parts)
        {
            foreach (byte[]? toKey in parts)
            {
                for (int offset = 0; offset < 2; offset++)
                {
                    Signed signed = Craft(5, [7], toCommitment, toKey, offset);
                    Assert.Equal(offset == 0, VerifyAlone(signed));
                    if (offset != 0)
                    {
                        expected.Add(batch.Count);
                    }

                    batch.Add(signed);
                }
            }
        }

        Assert.Equal(expected, batch.FindInvalid(_random));
        Assert.False(batch.Verify(_random));
    }

    [Fact]
    public void Public_keys_of_small_order_are_refused()
    {
        foreach (byte[] point in SmallOrder)
        {
            // S = 0 and a neutral R satisfy the equation with every such key.
            byte[] signature = new byte[2 * Size];
            signature[0] = 1;
            var signed = new Signed(point, [1, 2], signature);
            Assert.False(VerifyAlone(signed));
            AssertOnlyInvalid(signed);
        }
    }

    [Fact]
    public void Encodings_that_are_not_canonical_are_refused()
    {
        Signed signed = _valid[0];
        byte[] s = signed.Signature[Size..];
        int carry = 0;
        for (int i = 0; i < Size; i++)
        {
            int sum = s[i] + Order[i] + carry;
            s[i] = unchecked((byte)sum);
            carry = sum >> 8;
        }

        Assert.Equal(0, carry);
        AssertOnlyInvalid(signed with { Signature = [.. signed.Signature[..Size], .. s] });
        byte[] minusZero = [1, .. new byte[Size - 2], 0x80];
        AssertOnlyInvalid(signed with { Signature = [.. minusZero, .. signed.Signature[Size..]] });
        AssertOnlyInvalid(signed with { PublicKey = minusZero });
        byte[] tooLarge = [.. Enumerable.Repeat((byte)0xFF, Size - 1), 0];
        AssertOnlyInvalid(signed with { Signature = [.. tooLarge, .. signed.Signature[Size..]] });
        AssertOnlyInvalid(signed with { PublicKey = tooLarge });
        AssertOnlyInvalid(signed with { PublicKey = signed.PublicKey[1..] });
        AssertOnlyInvalid(signed with { PublicKey = [.. signed.PublicKey, 0] });
        AssertOnlyInvalid(signed with { Signature = signed.Signature[1..] });
        AssertOnlyInvalid(signed with { Signature = [.. signed.Signature, 0] });
        AssertOnlyInvalid(signed with { Signature = [] });
        AssertOnlyInvalid(signed with { PublicKey = [] });
    }

    [Fact]
    [Requirement("CRY-08")]
    public void Invalid_signatures_that_cancel_each_other_are_found()
    {
        // Their errors are 1 and -1: the sum of the two equations holds, and that of random multiples does not.
        Signed one = Craft(1, [1], offset: 1);
        Signed other = Craft(2, [2], offset: -1);
        IBatch batch = NewBatch();
        batch.Add(one);
        batch.Add(_valid[0]);
        batch.Add(other);
        Assert.True(batch.Verify(new KnownRandom(new byte[48])));
        Assert.False(batch.Verify(_random));
        Assert.Equal([0, 2], batch.FindInvalid(_random));
    }

    [Fact]
    public void Every_signature_has_its_own_factor_above_zero()
    {
        // Factors 1, 3 and 2^128: errors 3 and -1 cancel, for the first two, in that order only.
        byte[] factors = [.. new byte[16], 2, .. new byte[15], .. Enumerable.Repeat((byte)0xFF, 16)];
        Signed three = Craft(1, [1], offset: 3);
        Signed minusOne = Craft(2, [2], offset: -1);
        Assert.True(Verify(factors, three, minusOne, _valid[0]));
        Assert.False(Verify(factors, minusOne, three, _valid[0]));
        Assert.False(Verify(factors, three, _valid[0], minusOne));
        Assert.False(Verify(factors, _valid[0], _valid[1], three));
        Assert.False(Verify(new byte[16], three));
    }

    // The files are not part of the repository; subclasses run this where they are.
    protected void CheckWycheproof(string file)
    {
        IBatch batch = NewBatch();
        List<int> expected = [];
        foreach (JsonElement group in Vectors.Wycheproof(file))
        {
            byte[] publicKey = group.GetProperty("publicKey").Hex("pk");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                if (test.Text("result") != "valid")
                {
                    expected.Add(batch.Count);
                }

                batch.Add(new Signed(publicKey, test.Hex("msg"), test.Hex("sig")));
            }
        }

        Assert.True(batch.Count > 80);
        Assert.Equal(expected, batch.FindInvalid(_random));
    }


    private const int Ways = 6;

    private static Signed Spoiled(Signed signed, int how) => (how % Ways) switch
    {
        0 => signed with { Message = [.. signed.Message, 1] },
        1 => signed with { Signature = Flipped(signed.Signature, 0) },
        2 => signed with { Signature = Flipped(signed.Signature, (signed.Signature.Length / 2) + 3) },
        3 => signed with { PublicKey = Flipped(signed.PublicKey, 1) },
        4 => signed with { Signature = Flipped(signed.Signature, signed.Signature.Length - 1) },
        _ => signed with { Signature = signed.Signature[1..] },
    };

    private static byte[] Flipped(byte[] octets, int at)
    {
        byte[] copy = [.. octets];
        copy[at] ^= 0x80;
        return copy;
    }

    private bool Verify(byte[] factors, params Signed[] signatures)
    {
        IBatch batch = NewBatch();
        foreach (Signed signed in signatures)
        {
            batch.Add(signed);
        }

        return batch.Verify(new KnownRandom(factors));
    }

    private void AssertOnlyInvalid(Signed signed)
    {
        Assert.False(VerifyAlone(signed));
        IBatch batch = NewBatch();
        batch.Add(_valid[0]);
        batch.Add(signed);
        batch.Add(_valid[1]);
        Assert.False(batch.Verify(_random));
        Assert.Equal([1], batch.FindInvalid(_random));
    }

    /// <summary>A signature with what it belongs to.</summary>
    public sealed record Signed(byte[] PublicKey, byte[] Message, byte[] Signature);

    /// <summary>The public surface that the batches of all algorithms share.</summary>
    protected interface IBatch
    {
        int Count { get; }

        void Add(Signed signed);

        bool Verify(IRandomSource random);

        int[] FindInvalid(IRandomSource random);

        void Clear();
    }
}
