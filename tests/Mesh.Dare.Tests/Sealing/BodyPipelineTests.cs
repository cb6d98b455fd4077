using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>The same octets and the same failures, however many threads take part and however the octets come.</summary>
public class BodyPipelineTests
{
    private const int Segment = SegmentedAesGcm.SegmentSize;
    private const int Sealed = SegmentedAesGcm.SealedSegmentSize;
    private const int Batch = BodyPipeline.BatchSegments;
    private static readonly byte[] Data = "associated data"u8.ToArray();
    private static readonly byte[] Plaintext = new SeededRandom("a body of many batches").Bytes((5 * Batch * Segment) + 12_345);

    public static TheoryData<int> Processors => [1, 2, 4];

    [Fact]
    public void Every_length_is_sealed_and_opened_as_in_one_piece()
    {
        Arbitrary<(int Length, int Processors, bool Known, bool Digest, int Stride)> cases =
            (from length in Gen.Frequency(
                 (2, Gen.Choose(0, 70_000)),
                 (3, from n in Gen.Choose(0, Plaintext.Length / Segment) from d in Gen.Choose(-17, 17) select (n * Segment) + d),
                 (3, from n in Gen.Choose(0, 5) from d in Gen.Choose(-1, 1) select ((n * Batch) + 1) * Segment + d),
                 (3, from n in Gen.Choose(0, 5) from d in Gen.Choose(-1, 1) select (n * Batch * Segment) + d))
             from processors in Gen.Choose(1, 5)
             from known in Gen.Elements(true, false)
             from digest in Gen.Elements(true, false)
             from stride in Gen.Elements(0, 1, 2)
             select (Math.Clamp(length, 0, Plaintext.Length), processors, known, digest, stride)).ToArbitrary();
        using BodyKeys keys = Keys();
        Prop.ForAll(cases, c =>
        {
            ReadOnlyMemory<byte> plaintext = Plaintext.AsMemory(0, c.Length);
            byte[] whole = Whole(keys, plaintext.Span);
            var pace = new BodyPace(c.Known ? c.Length : null, c.Processors);
            using IncrementalHash? hash = c.Digest ? IncrementalHash.CreateHash(HashAlgorithmName.SHA512) : null;

            var sealedOctets = new MemoryStream();
            BodyPipeline.SealBody(Source(plaintext, c.Stride), keys, Data, hash, o => sealedOctets.Write(o.Span), pace);
            byte[]? sealedDigest = hash?.GetHashAndReset();

            var opened = new MemoryStream();
            BodyPipeline.OpenBody(Source(whole, c.Stride), keys, Data, hash, o => opened.Write(o.Span), pace);
            byte[]? openedDigest = hash?.GetHashAndReset();

            var passed = new MemoryStream();
            BodyPipeline.PassBody(Source(whole, c.Stride), hash, o => passed.Write(o.Span), pace);
            byte[]? passedDigest = hash?.GetHashAndReset();

            byte[]? digest = c.Digest ? SHA512.HashData(whole) : null;
            return Same(sealedOctets, whole) && Same(opened, plaintext.Span) && Same(passed, whole)
                && Same(sealedDigest, digest) && Same(openedDigest, digest) && Same(passedDigest, digest);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_changed_octet_in_any_segment_is_found_and_nothing_from_its_batch_on_goes_out(int processors)
    {
        using BodyKeys keys = Keys();
        byte[] body = Whole(keys, Plaintext);
        var random = new SeededRandom("changed");
        for (int start = 0; start < body.Length; start += Sealed)
        {
            int at = start + random.Next(Math.Min(Sealed, body.Length - start));
            body[at] ^= 1;
            var output = new MemoryStream();
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => Open(keys, Source(body, 0), output, processors)));
            body[at] ^= 1;

            // The first batch is of one segment where nothing is known of the length.
            int before = start == 0 ? 0 : 1 + (((start / Sealed) - 1) / Batch * Batch);
            Assert.True(Same(output, Plaintext.AsSpan(0, before * Segment)), $"segment {start / Sealed}");
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_body_cut_anywhere_is_refused(int processors)
    {
        using BodyKeys keys = Keys();
        byte[] body = Whole(keys, Plaintext);
        var random = new SeededRandom("cut");
        int[] lengths =
        [
            0, 1, 15, 16, 17, body.Length - 1, .. Enumerable.Range(1, body.Length / Sealed).Select(n => n * Sealed),
            .. Enumerable.Range(0, 20).Select(_ => random.Next(body.Length)),
        ];
        foreach (int length in lengths)
        {
            Assert.Equal(
                DareError.Decryption, TestKeys.ErrorOf(() => Open(keys, Source(body.AsMemory(0, length), 0), new MemoryStream(), processors)));
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Segments_that_changed_places_or_came_twice_are_refused(int processors)
    {
        using BodyKeys keys = Keys();
        byte[] body = Whole(keys, Plaintext);
        byte[] swapped = [.. body];
        body.AsSpan(3 * Sealed, Sealed).CopyTo(swapped.AsSpan(20 * Sealed));
        body.AsSpan(20 * Sealed, Sealed).CopyTo(swapped.AsSpan(3 * Sealed));
        byte[] twice = [.. body[..(17 * Sealed)], .. body[(16 * Sealed)..]];
        byte[] longer = [.. body, .. body[^100..]];
        foreach (byte[] wrong in new[] { swapped, twice, longer })
        {
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => Open(keys, Source(wrong, 0), new MemoryStream(), processors)));
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void What_was_read_before_reading_failed_goes_out_and_the_failure_is_told_once(int processors)
    {
        using BodyKeys keys = Keys();
        byte[] whole = Whole(keys, Plaintext);
        for (int position = 0; position < Plaintext.Length; position += 3 * Segment)
        {
            using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            var failure = new IOException("the medium is gone");
            var output = new MemoryStream();
            OctetReader failing = Failing(Plaintext, position, failure);
            Exception thrown = Assert.Throws<IOException>(() =>
                BodyPipeline.SealBody(failing, keys, Data, digest, o => output.Write(o.Span), new BodyPace(null, processors)));
            Assert.Same(failure, thrown);

            // What is full is given out once something comes after it.
            int full = position == 0 ? 0 : 1 + (((position / Segment) - 1) / Batch * Batch);
            bool held = full > 0 && full * Segment == position;
            int given = held ? Math.Max(0, full - (full == 1 ? 1 : Batch)) : full;
            Assert.True(Same(output, whole.AsSpan(0, given * Sealed)), $"{position}");
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_changed_octet_comes_before_a_failure_to_read_what_follows(int processors)
    {
        using BodyKeys keys = Keys();
        byte[] body = Whole(keys, Plaintext);
        body[(4 * Sealed) + 99] ^= 1;
        for (int k = 0; k < 20; k++)
        {
            OctetReader failing = Failing(body, 20 * Sealed, new IOException("the medium is gone"));
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => Open(keys, failing, new MemoryStream(), processors)));
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_failure_of_the_output_ends_the_work(int processors)
    {
        using BodyKeys keys = Keys();
        for (int batch = 0; batch < 6; batch++)
        {
            using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            var failure = new IOException("the medium is full");
            int given = 0;
            void Take(ReadOnlyMemory<byte> octets)
            {
                if (given++ == batch)
                {
                    throw failure;
                }
            }

            Exception thrown = Assert.Throws<IOException>(() => BodyPipeline.SealBody(
                Source(Plaintext, 0), keys, Data, digest, Take, new BodyPace(null, processors)));
            Assert.Same(failure, thrown);
            Assert.Equal(batch + 1, given);
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Who_interrupts_does_not_wait_for_what_was_read(int processors)
    {
        using BodyKeys keys = Keys();
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var output = new MemoryStream();
        long before = -1;
        OctetReader source = Source(Plaintext, 0);
        int taken = 0;
        Assert.Throws<OperationCanceledException>(() => BodyPipeline.SealBody(
            space =>
            {
                before = output.Length;
                taken += Segment;
                return taken < 30 * Segment ? source(space) : throw new OperationCanceledException();
            },
            keys,
            Data,
            digest,
            o => output.Write(o.Span),
            new BodyPace(null, processors)));
        Assert.Equal(before, output.Length);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Few_buffers_are_used_and_left_without_plaintext(int processors)
    {
        // So many segments that every buffer that is used is filled.
        using BodyKeys keys = Keys();
        byte[] plaintext = Plaintext[..((1 + (4 * Batch)) * Segment)];
        byte[] body = Whole(keys, plaintext);
        var buffers = new HashSet<byte[]>();
        void Take(ReadOnlyMemory<byte> octets)
        {
            Assert.True(MemoryMarshal.TryGetArray(octets, out ArraySegment<byte> array));
            buffers.Add(array.Array!);
        }

        Open(keys, Source(body, 0), Take, processors);
        BodyPipeline.SealBody(Source(plaintext, 0), keys, Data, null, Take, new BodyPace(null, processors));
        BodyPipeline.PassBody(Source(plaintext, 0), null, Take, new BodyPace(null, processors));
        Assert.InRange(buffers.Count, 3 * 2, 3 * 7);
        Assert.All(buffers, b => Assert.False(b.AsSpan().ContainsAnyExcept((byte)0)));

        // A failure leaves what was opened before it.
        buffers.Clear();
        body[^1] ^= 1;
        TestKeys.ErrorOf(() => Open(keys, Source(body, 0), Take, processors));
        Assert.NotEmpty(buffers);
        Assert.All(buffers, b => Assert.False(b.AsSpan().ContainsAnyExcept((byte)0)));
    }

    [Fact]
    public void A_short_body_takes_the_memory_of_one_segment()
    {
        using BodyKeys keys = Keys();
        byte[] body = Whole(keys, Plaintext.AsSpan(0, 1000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int length = 0;
        Open(keys, Source(body, 0), o => length += o.Length, processors: 4);
        Assert.Equal(1000, length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * Sealed + 8_000);
    }

    private static BodyKeys Keys() =>
        BodyKeys.Derive(new SeededRandom("seed").Bytes(32), new SeededRandom("salt").Bytes(16), BodyCipher.A256GcmS64K);

    private static byte[] Whole(BodyKeys keys, ReadOnlySpan<byte> plaintext)
    {
        using var cipher = new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, Data);
        return cipher.Seal(plaintext);
    }

    private static void Open(BodyKeys keys, OctetReader body, MemoryStream output, int processors) =>
        Open(keys, body, o => output.Write(o.Span), processors);

    private static void Open(BodyKeys keys, OctetReader body, Action<ReadOnlyMemory<byte>> output, int processors)
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        BodyPipeline.OpenBody(body, keys, Data, digest, output, new BodyPace(null, processors));
    }

    private static bool Same(MemoryStream stream, ReadOnlySpan<byte> octets) => stream.GetBuffer().AsSpan(0, (int)stream.Length).SequenceEqual(octets);

    private static bool Same(byte[]? value, byte[]? other) => value is null ? other is null : value.AsSpan().SequenceEqual(other);

    /// <summary>All at once, a few octets at a time, or slowly.</summary>
    private static OctetReader Source(ReadOnlyMemory<byte> octets, int stride)
    {
        int at = 0;
        int turn = 0;
        return destination =>
        {
            if (stride == 2 && turn % 64 == 0)
            {
                Thread.Sleep(0);
            }

            int most = stride == 0 ? destination.Length : 1 + (turn++ * 7919 % 90_000);
            int count = Math.Min(Math.Min(destination.Length, most), octets.Length - at);
            octets.Span.Slice(at, count).CopyTo(destination);
            at += count;
            return count;
        };
    }

    private static OctetReader Failing(ReadOnlyMemory<byte> octets, int position, Exception failure)
    {
        OctetReader source = Source(octets[..position], 0);
        return destination => source(destination) is > 0 and int count ? count : throw failure;
    }
}
