using System.Security.Cryptography;

namespace Mesh.Cryptography.Examples;

public static class SealALongFile
{
    public static void Run()
    {
        #region SealALongFile
        byte[] contentKey = RandomNumberGenerator.GetBytes(SegmentedAesGcm.KeySize);
        byte[] prefix = RandomNumberGenerator.GetBytes(SegmentedAesGcm.PrefixSize);
        byte[] file = new byte[200_000];

        // Segments of 64 KiB, each with its tag: any of them is opened alone, and none can be dropped, moved or added.
        using var sealing = new SegmentedAesGcm(contentKey, prefix, associatedData: "report.pdf"u8);
        byte[] body = sealing.Seal(file);
        Console.WriteLine(body.Length == SegmentedAesGcm.SealedLength(file.Length)); // True

        byte[] third = new byte[SegmentedAesGcm.SegmentSize];
        using var opening = new SegmentedAesGcm(contentKey, prefix, associatedData: "report.pdf"u8);
        opening.OpenAt(2, last: false, body.AsSpan(2 * SegmentedAesGcm.SealedSegmentSize, SegmentedAesGcm.SealedSegmentSize), third);

        // The content key itself is stored wrapped under another one (RFC 3394).
        byte[] wrapped = AesKeyWrap.Wrap(keyEncryptionKey: new byte[32], contentKey);
        using SecretBytes unwrapped = AesKeyWrap.Unwrap(new byte[32], wrapped);
        Console.WriteLine(unwrapped.Reveal().SequenceEqual(contentKey)); // True
        #endregion
    }
}
