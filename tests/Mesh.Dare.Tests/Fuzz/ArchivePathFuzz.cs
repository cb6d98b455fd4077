using System.Runtime.InteropServices;

namespace Mesh.Dare.Tests;

/// <summary>Any octets as a path, a link's target and a file's metadata: refused, or a name inside the tree that is read again as itself.</summary>
internal static class ArchivePathFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        // As UTF-8, and as it may come from a file system of 16-bit units: with unpaired surrogates.
        Name(System.Text.Encoding.UTF8.GetString(input));
        Name(new string(MemoryMarshal.Cast<byte, char>(input[..(input.Length & ~1)])));
        byte[] octets = [.. "{\"FileEntry\":"u8, .. input, (byte)'}'];
        EnvelopeFuzz.Try(() =>
        {
            ContentMeta meta = ContentMeta.Parse(octets);
            FileEntry? entry = ContentMeta.Parse(meta.ToOctets()).FileEntry;
            Require(entry?.Target == meta.FileEntry?.Target && entry?.Size == meta.FileEntry?.Size, "a file's metadata was read otherwise");
        });
    }

    private static void Name(string text)
    {
        string shown = ArchivePath.Show(text);
        Require(!shown.Any(char.IsControl) && shown.Length <= 220, "what is shown is not one short line");
        if (ArchivePath.TryParse(text, out ArchivePath? path, out ArchivePathFault fault) != (fault == ArchivePathFault.None))
        {
            throw new InvalidOperationException("a path is accepted with a fault");
        }

        if (path is not null)
        {
            Require(Path.GetFullPath("/top/" + text) == "/top/" + text, "an accepted path leaves the tree");
            Require(ArchivePath.Parse(text).Equals(path) && NormalForm.Compose(text) == text, "an accepted path is another one");
            string key = ArchivePath.Key(text);
            Require(ArchivePath.Key(key) == key && key.Count(c => c == '/') == text.Count(c => c == '/'), "the key is not stable");
        }

        ArchivePath link = ArchivePath.Parse("d/e/l");
        if (LinkTarget.StaysInside(link, text))
        {
            Require((Path.GetFullPath("/top/tree/d/e/" + text) + "/").StartsWith("/top/tree/", StringComparison.Ordinal), "a link leaves the tree");
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
