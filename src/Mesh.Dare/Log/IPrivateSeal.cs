namespace Mesh.Dare;

/// <summary>
/// Seals private records to the holder of the log, at a service to the host (Mesh account log, Layout). The label and the ContentMetaData,
/// which names the key, must be bound, so that a record cannot be passed off as another. Called under the log's writer, hence not for slow
/// work.
/// </summary>
public interface IPrivateSeal
{
    /// <summary>The envelope that stands in the log.</summary>
    UnverifiedEnvelope Seal(PrivateLabel label, ReadOnlyMemory<byte> contentMetaData, ReadOnlySpan<byte> content);

    /// <summary>The content again.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: not sealed by this, or for another store or key.</exception>
    byte[] Open(PrivateLabel label, UnverifiedEnvelope envelope);

    /// <summary>32 octets that only the holder of the secret can make for <paramref name="octets"/>: what says that a side file is ours.</summary>
    byte[] Authenticate(ReadOnlySpan<byte> octets);
}
