namespace Mesh.Dare;

/// <summary>
/// Seals private records to the holder of the log, at a service to the host (Mesh account log, Layout). The place (label and key) must be
/// bound, so that a record cannot be passed off as another; called under the log's writer, hence not for slow work.
/// </summary>
public interface IPrivateSeal
{
    /// <summary>The octets that stand in the log.</summary>
    byte[] Seal(PrivateLabel label, string key, ReadOnlySpan<byte> content);

    /// <summary>The content again.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: not sealed by this, or for another place.</exception>
    byte[] Open(PrivateLabel label, string key, ReadOnlySpan<byte> octets);
}
