using Mesh.Cryptography;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>How files and entries are sealed for programs that read old forms only (docs/format/published.md).</summary>
internal static class OldSealing
{
    /// <summary>What the library is to write.</summary>
    /// <param name="sealing">To whom, and by whom.</param>
    /// <param name="stated">What is stated of the file: in clear, and authenticated by nothing.</param>
    /// <param name="secrets">The shared secrets of <paramref name="sealing"/>.</param>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: something that the old forms do not have.</exception>
    public static CompatRequest Request(FileSealing sealing, ReadOnlyMemory<byte> stated, IReadOnlyCollection<SecretBytes> secrets) =>
        sealing.Passphrase is not null || sealing.HidesMetadata || !sealing.Cover.IsEmpty
            ? throw new ClientException(ClientError.InvalidInput, "The old forms have no passphrases, no hidden names and no covers.")
            : new CompatRequest
            {
                ContentMetaData = stated,
                Recipients = sealing.Recipients,
                SymmetricRecipients = secrets,
                Signers = sealing.Signers,
                WithoutProof = sealing.Unauthenticated,
            };
}
