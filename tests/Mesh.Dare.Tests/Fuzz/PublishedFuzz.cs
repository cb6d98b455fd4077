using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Any octets as a published archive: listed, found in both directions, and every entry opened as far as it goes.</summary>
internal static class PublishedFuzz
{
    private static readonly Keyring Ring = new();

    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        var options = new PublishedArchiveOptions { Backslashes = octets.Length % 2 == 0 };
        EnvelopeFuzz.Try(() =>
        {
            PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), options);
            if (archive.Sequence.Backward().Count() != archive.Sequence.Count || archive.Files().Count() != archive.Count)
            {
                throw new InvalidOperationException("two ways through the frames disagree");
            }

            foreach (PublishedEntry entry in archive.Versions())
            {
                EnvelopeFuzz.Try(() =>
                {
                    using PublishedContent opened = archive.Open(entry, new OpenRequest { Keys = Ring, Legacy = LegacyReading.UnsignedCbc });
                    opened.Content.CopyTo(Stream.Null);
                });
            }
        });
    }
}
