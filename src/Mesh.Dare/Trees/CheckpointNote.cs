using System.Globalization;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The state of a store as a C2SP checkpoint (Mesh sealing, section 4): lines of origin, count and base64 root, as a <see cref="SignedNote"/>
/// beside the signature of <see cref="RootSigner"/>, for outside tools.
/// </summary>
public static class CheckpointNote
{
    private const int LongestOrigin = 1024;

    /// <summary>Signs a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="origin">The name of the log to the outside, e.g. <c>example.com/alice</c>; one line.</param>
    /// <param name="keyName">The name of the key; usually the same.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    public static byte[] Sign(StoreCheckpoint state, string origin, string keyName, Ed25519Seed key)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return origin.Contains('\n', StringComparison.Ordinal)
            ? throw new DareException(DareError.InvalidRequest, "The origin of a checkpoint is one line.")
            : SignedNote.Sign(Text(state, origin), keyName, key);
    }

    /// <summary>Requires that a note is about this state, which was computed from the frames. Further lines of text are allowed.</summary>
    /// <exception cref="DareException">
    /// As <see cref="SignedNote.Verify"/>; <see cref="DareError.TreeMismatch"/>: it is about another origin, count or root.
    /// </exception>
    public static void Verify(
        ReadOnlySpan<byte> note, StoreCheckpoint state, string origin, string keyName, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!SignedNote.Verify(note, keyName, publicKey).StartsWith(Text(state, origin), StringComparison.Ordinal))
        {
            throw new DareException(DareError.TreeMismatch, "The checkpoint is about another state than the one that was computed.");
        }
    }

    /// <summary>Reads a note that a key signed under the name of its own origin.</summary>
    /// <returns>The origin, the count of frames and the root over them, 32 octets.</returns>
    /// <exception cref="DareException">
    /// As <see cref="SignedNote.Verify"/>; <see cref="DareError.Malformed"/>: a note, and none about a tree.
    /// </exception>
    public static (string Origin, long Count, byte[] Root) Read(ReadOnlySpan<byte> note, ReadOnlySpan<byte> publicKey)
    {
        int end = note.IndexOf((byte)'\n');
        if (end is <= 0 or > LongestOrigin)
        {
            throw NoCheckpoint();
        }

        string origin = System.Text.Encoding.UTF8.GetString(note[..end]);
        string[] lines = SignedNote.Verify(note, origin, publicKey).Split('\n');
        byte[] root = new byte[MerkleHash.Size];
        bool isRead = lines.Length >= 4 && lines[0] == origin
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (lines[1].Length == 1 || lines[1][0] != '0')
            && lines[2].Length == (MerkleHash.Size + 2) / 3 * 4
            && Convert.TryFromBase64String(lines[2], root, out int length) && length == MerkleHash.Size;
        return isRead ? (origin, long.Parse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture), root) : throw NoCheckpoint();
    }

    /// <summary>What is wrong with a sequence that has fewer frames than a note is about.</summary>
    internal static string WentBack(string kind, long noted, long there) =>
        string.Create(CultureInfo.InvariantCulture, $"The {kind} went back: the note is about {noted} frames, and there are {there}.");

    /// <summary>What is wrong with a sequence that has other frames than a note is about.</summary>
    internal static string OthersThan(string kind, long noted) =>
        string.Create(CultureInfo.InvariantCulture, $"The {kind} does not continue the {noted} frames that the note is about: they were others.");

    private static DareException NoCheckpoint() =>
        DareException.Malformed("The note is no checkpoint: lines of origin, count and root in base64.");

    private static string Text(StoreCheckpoint state, string origin) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}\n{state.Count}\n{Convert.ToBase64String(state.Root.Span)}\n");
}
