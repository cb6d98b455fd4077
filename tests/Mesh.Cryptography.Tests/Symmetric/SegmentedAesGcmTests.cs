using System.Text.Json;

namespace Mesh.Cryptography.Tests.Symmetric;

public class SegmentedAesGcmTests
{
    private const int Segment = SegmentedAesGcm.SegmentSize;
    private static readonly byte[] Key = new SeededRandom("key").Bytes(32);
    private static readonly byte[] Prefix = new SeededRandom("prefix").Bytes(7);
    private static readonly byte[] Data = "associated data"u8.ToArray();

    [ThirdPartyFact("wycheproof/aes_gcm_test.json")]
    public void Its_cipher_agrees_with_every_Wycheproof_case_of_its_sizes()
    {
        int cases = 0;
        foreach (JsonElement group in Vectors.Wycheproof("aes_gcm_test.json"))
        {
            if (group.GetProperty("ivSize").GetInt32() != 96 || group.GetProperty("keySize").GetInt32() != 256)
            {
                continue;
            }

            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                byte[] key = test.Hex("key");
                byte[] nonce = test.Hex("iv");
                byte[] aad = test.Hex("aad");
                byte[] body = [.. test.Hex("ct"), .. test.Hex("tag")];
                if (test.Text("result") == "valid")
                {
                    Assert.Equal(body, Aes256Gcm.Seal(key, nonce, test.Hex("msg"), aad));
                    Assert.Equal(test.Hex("msg"), Aes256Gcm.Open(key, nonce, body, aad));
                }
                else
                {
                    var e = Assert.Throws<CryptoException>(() => Aes256Gcm.Open(key, nonce, body, aad));
                    Assert.Equal(CryptoError.IntegrityFailure, e.Code);
                }
            }
        }

        Assert.Equal(66, cases);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 17)]
    [InlineData(Segment - 1, Segment + 15)]
    [InlineData(Segment, Segment + 16)]
    [InlineData(Segment + 1, Segment + 1 + 32)]
    [InlineData(2 * Segment, (2 * Segment) + 32)]
    [InlineData((2 * Segment) + 5, (2 * Segment) + 5 + 48)]
    public void Seals_and_opens_bodies_of_every_kind_of_length(int length, int sealedLength)
    {
        byte[] plaintext = new SeededRandom("body").Bytes(length);
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        byte[] body = sealer.Seal(plaintext);
        Assert.Equal(sealedLength, body.Length);
        Assert.Equal(sealedLength, SegmentedAesGcm.SealedLength(length));
        Assert.Equal(length, SegmentedAesGcm.PlaintextLength(sealedLength));
        using var opener = new SegmentedAesGcm(Key, Prefix, Data);
        Assert.Equal(plaintext, opener.Open(body));
    }

    [Fact]
    public void Nonces_are_prefix_counter_and_last_mark()
    {
        byte[] plaintext = new SeededRandom("body").Bytes(Segment + 3);
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        byte[] body = sealer.Seal(plaintext);
        Assert.Equal(plaintext[..Segment], Aes256Gcm.Open(Key, [.. Prefix, 0, 0, 0, 0, 0], body.AsSpan(0, Segment + 16), Data));
        Assert.Equal(plaintext[Segment..], Aes256Gcm.Open(Key, [.. Prefix, 0, 0, 0, 1, 1], body.AsSpan(Segment + 16), Data));
    }

    [Fact]
    public void Several_instances_seal_one_body_in_place()
    {
        byte[] plaintext = new SeededRandom("body").Bytes((5 * Segment) + 3);
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        byte[] whole = sealer.Seal(plaintext);
        SegmentedAesGcm[] instances = [new(Key, Prefix, Data), new(Key, Prefix, Data)];
        for (int i = 0; i < 6; i++)
        {
            byte[] place = new byte[Math.Min(Segment, plaintext.Length - (i * Segment)) + SegmentedAesGcm.TagSize];
            plaintext.AsSpan(i * Segment, place.Length - SegmentedAesGcm.TagSize).CopyTo(place);
            instances[i % 2].SealAt(i, last: i == 5, place.AsSpan(0, place.Length - SegmentedAesGcm.TagSize), place);
            Assert.True(whole.AsSpan(i * SegmentedAesGcm.SealedSegmentSize, place.Length).SequenceEqual(place));
        }

        foreach (SegmentedAesGcm instance in instances)
        {
            instance.Dispose();
        }
    }

    [Fact]
    public void An_instance_never_seals_a_segment_twice()
    {
        byte[] plaintext = new byte[Segment];
        byte[] place = new byte[SegmentedAesGcm.SealedSegmentSize];
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        sealer.SealNext(plaintext, last: false, place);
        sealer.SealAt(7, last: false, plaintext, place);
        foreach (long index in new[] { 7L, 6, 0, -1, SegmentedAesGcm.MaximumSegments, long.MaxValue })
        {
            var e = Assert.Throws<CryptoException>(() => sealer.SealAt(index, last: false, plaintext, place));
            Assert.Equal(CryptoError.OutOfOrder, e.Code);
        }

        using var other = new SegmentedAesGcm(Key, Prefix, Data);
        other.SealAt(3, last: true, plaintext, place);
        Assert.Equal(CryptoError.OutOfOrder, Assert.Throws<CryptoException>(() => other.SealAt(4, last: true, plaintext, place)).Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(Segment + 16 + 1)]
    [InlineData(Segment + 16 + 16)]
    [InlineData((2 * (Segment + 16)) + 16)]
    public void Refuses_lengths_that_no_body_has(long length)
    {
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => SegmentedAesGcm.PlaintextLength(length)).Code);
    }

    [Fact]
    public void Bounds_the_number_of_segments()
    {
        const long longest = (1L << 32) * (Segment + 16);
        Assert.Equal(1L << 32, SegmentedAesGcm.SegmentCount(longest));
        Assert.Throws<CryptoException>(() => SegmentedAesGcm.SegmentCount(longest + 17));
        Assert.Equal(longest, SegmentedAesGcm.SealedLength((1L << 32) * Segment));
        Assert.Throws<CryptoException>(() => SegmentedAesGcm.SealedLength(((1L << 32) * Segment) + 1));
        using var opener = new SegmentedAesGcm(Key, Prefix, Data);
        Assert.Throws<CryptoException>(() => opener.OpenAt(1L << 32, true, new byte[17], new byte[1]));
    }

    [Fact]
    public void Notices_segments_swapped_dropped_repeated_or_cut()
    {
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        byte[] body = sealer.Seal(new SeededRandom("body").Bytes((2 * Segment) + 100));
        byte[] first = body[..(Segment + 16)];
        byte[] second = body[(Segment + 16)..(2 * (Segment + 16))];
        byte[] last = body[(2 * (Segment + 16))..];
        Refused([.. second, .. first, .. last]);
        Refused([.. first, .. last]);
        Refused([.. first, .. second]);
        Refused([.. first, .. first, .. second, .. last]);
        Refused([.. first, .. second, .. last[..^1]]);
        Refused([.. first, .. second, .. last, 0]);
        using var otherData = new SegmentedAesGcm(Key, Prefix, []);
        Assert.Throws<CryptoException>(() => otherData.Open(body));
        using var opener = new SegmentedAesGcm(Key, Prefix, Data);
        Assert.NotEmpty(opener.Open(body));

        static void Refused(byte[] altered)
        {
            using var opener = new SegmentedAesGcm(Key, Prefix, Data);
            Assert.Throws<CryptoException>(() => opener.Open(altered));
        }
    }

    [Fact]
    public void Seals_each_counter_once_and_nothing_after_the_last_segment()
    {
        using var sealer = new SegmentedAesGcm(Key, Prefix, Data);
        byte[] segment = new byte[Segment + 16];
        Assert.Equal(CryptoError.InvalidLength, Code(() => sealer.SealNext(new byte[5], last: false, new byte[21])));
        sealer.SealNext(new byte[Segment], last: false, segment);
        Assert.Equal(CryptoError.InvalidLength, Code(() => sealer.SealNext([], last: true, new byte[16])));
        Assert.Equal(CryptoError.OutOfOrder, Code(() => sealer.Seal(new byte[1])));
        sealer.SealNext(new byte[1], last: true, segment.AsSpan(0, 17));
        Assert.Equal(CryptoError.OutOfOrder, Code(() => sealer.SealNext(new byte[1], last: true, new byte[17])));

        static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
    }
}
