using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The names of one extraction by their keys, so that no entry meets another. 24 octets a name: of the key 64 bits of a keyed hash, and of the spelling
/// 30 bits of another. Both keys are drawn for the process, so that nobody can prepare names that pass for each other.
/// </summary>
internal sealed class ExtractedNames(bool allowSimilar)
{
    private const uint NamedByPaths = 0; // a folder that entries are in
    private const uint StatedFolder = 1;
    private const uint Leaf = 2;
    private const uint Uses = 3;
    private const string Similar = "the archive has another entry whose name is the same on some systems";

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<ulong, uint> _taken = [];

    /// <summary>Takes the name of an entry.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: another entry has it, or one like it.</exception>
    public void Take(ArchivePath path, bool isFolder)
    {
        ulong key = KeyOf(path);
        uint spelling = SpellingOf(path);
        if (_taken.TryGetValue(key, out uint taken))
        {
            bool isSame = (taken & ~Uses) == spelling;
            if (!isSame || (taken & Uses) != NamedByPaths || !isFolder)
            {
                throw Refused(path, isSame ? "the archive has another entry of that name" : Similar);
            }
        }

        _taken[key] = spelling | (isFolder ? StatedFolder : Leaf);
    }

    /// <summary>Takes the name of a folder that an entry is in, which any number of entries may do in one spelling.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: another entry has a name like it, or is no folder.</exception>
    public void TakeFolder(ArchivePath path)
    {
        uint spelling = SpellingOf(path);
        ulong key = KeyOf(path);
        if (_taken.TryAdd(key, spelling | NamedByPaths))
        {
            return;
        }

        uint taken = _taken[key];
        if ((taken & ~Uses) != spelling || (taken & Uses) == Leaf)
        {
            throw Refused(path, (taken & ~Uses) == spelling ? "the archive has it as a file or link, and other entries in it" : Similar);
        }
    }

    /// <summary>Gives back the name of a file that was not kept.</summary>
    public void Release(ArchivePath path) => _taken.Remove(KeyOf(path));

    private static DareException Refused(ArchivePath path, string reason) =>
        new(DareError.EntryRefused, $"\"{ArchivePath.Show(path.Text)}\" is refused: {reason}.");

    private static uint SpellingOf(ArchivePath path) => unchecked((uint)path.GetHashCode()) & ~Uses;

    private ulong KeyOf(ArchivePath path)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        string key = allowSimilar ? path.Text : ArchivePath.Key(path.Text);
        HMACSHA256.HashData(_salt, System.Text.Encoding.UTF8.GetBytes(key), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
