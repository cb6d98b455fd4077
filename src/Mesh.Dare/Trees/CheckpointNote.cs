using System.Globalization;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The state of a store as a C2SP checkpoint (Mesh sealing, section 4): lines of origin, count and base64 root, as a <see cref="SignedNote"/>
/// beside the signature of <see cref="RootSigner"/>, for outside tools.
/// </summary>
public static class CheckpointNote
{
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

    private static string Text(StoreCheckpoint state, string origin) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}\n{state.Count}\n{Convert.ToBase64String(state.Root.Span)}\n");
}
