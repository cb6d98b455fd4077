using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>
/// Every truncation and every flipped bit of small published files: an error of this library, or a reading at no higher level than the
/// file's own.
/// </summary>
public class PublishedDamageTests
{
    private const int Small = 2_400;

    public static TheoryData<string> SmallFiles => Ids(Small);

    public static TheoryData<string> AllFiles => Ids(40_000);

    [Theory]
    [MemberData(nameof(SmallFiles))]
    public void A_flipped_bit_is_refused_or_raises_nothing(string id)
    {
        byte[] octets = Octets(id);
        (VerificationLevel level, Dictionary<long, VerificationLevel> entries) = Levels(octets)!.Value;
        for (int bit = 0; bit < octets.Length * 8; bit++)
        {
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            Compare(octets, level, entries, $"bit {bit}");
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_file_cut_short_is_refused_unless_it_ends_with_a_frame(string id)
    {
        byte[] octets = Octets(id);
        (VerificationLevel level, Dictionary<long, VerificationLevel> entries) = Levels(octets)!.Value;
        HashSet<long> ends = [0, .. PublishedSequence.Read(new MemoryOctets(octets)).Forward().Select(f => f.Layout.End)];
        for (int length = 0; length < octets.Length; length += octets.Length > 5_000 ? 7 : 1)
        {
            ReadOnlyMemory<byte> cut = octets.AsMemory(0, length);
            if (ends.Contains(length))
            {
                Compare(cut, level, entries, $"length {length}");
            }
            else
            {
                Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => PublishedSequence.Read(new MemoryOctets(cut))));
                Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => new FrameReader(new MemoryOctets(cut)).Before(length)));
            }
        }

        // At the ends of frames all are looked at, also of the longer files.
        Assert.All(ends.Where(e => e < octets.Length), e => Compare(octets.AsMemory(0, (int)e), level, entries, $"length {e}"));
    }

    [Fact]
    public void All_published_files_are_among_them() => Assert.Equal((19, 29), (SmallFiles.Count, AllFiles.Count));

    private static void Compare(ReadOnlyMemory<byte> octets, VerificationLevel level, Dictionary<long, VerificationLevel> entries, string change)
    {
        if (Levels(octets) is not { } found)
        {
            return;
        }

        Assert.True(found.Level <= level, $"{change}: {found.Level} instead of {level}");
        Assert.All(
            found.Entries,
            e => Assert.True(e.Value <= entries.GetValueOrDefault(e.Key, VerificationLevel.Digest), $"{change}: entry {e.Key} is {e.Value}"));
    }

    // Null where the file is refused.
    private static (VerificationLevel Level, Dictionary<long, VerificationLevel> Entries)? Levels(ReadOnlyMemory<byte> octets)
    {
        try
        {
            PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), new PublishedArchiveOptions { Backslashes = true });
            Dictionary<long, VerificationLevel> entries = [];
            foreach (PublishedEntry entry in archive.Versions())
            {
                entries[entry.Index] = entry.Level;
                if (!entry.IsDelete && entry.Problem is null)
                {
                    Open(archive, entry);
                }
            }

            Assert.Equal(archive.Sequence.Count, archive.Sequence.Backward().Count());
            return (archive.Sequence.Level, entries);
        }
        catch (DareException e) when (e.Code is DareError.Malformed or DareError.LimitExceeded or DareError.WrongPlace or DareError.DigestMismatch
            or DareError.UnsupportedAlgorithm or DareError.EntryRefused)
        {
            return null;
        }
    }

    // Encrypted bodies are not opened without proof, and there is no key for them.
    private static void Open(PublishedArchive archive, PublishedEntry entry)
    {
        try
        {
            using PublishedContent opened = archive.Open(entry, new OpenRequest { Legacy = LegacyReading.SignedCbc });
            Assert.True(opened.Level <= entry.Level);
            opened.Content.CopyTo(Stream.Null);
        }
        catch (DareException e) when (e.Code is DareError.UnsupportedAlgorithm)
        {
            Assert.True(entry.IsEncrypted);
        }
    }

    private static byte[] Octets(string id) => Convert.FromBase64String(Vectors.Dare(id).Expected().Text("bytes"));

    private static TheoryData<string> Ids(int longest) =>
    [
        .. Vectors.DareOf("sequence-list", "sequence-chain", "sequence-merkle", "sequence-tree", "catalog", "archive")
            .Where(v => v.Id().StartsWith("file-", StringComparison.Ordinal) && v.Expected().OptionalText("bytes") is not null)
            .Where(v => Octets(v.Id()).Length <= longest)
            .Select(v => v.Id()),
    ];
}
