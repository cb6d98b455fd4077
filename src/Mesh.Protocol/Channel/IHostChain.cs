namespace Mesh.Protocol;

/// <summary>Verifies that a host belongs to a service (Mesh schema, section 4.5).</summary>
public interface IHostChain
{
    /// <summary>
    /// ProfileService valid and self-signed; ConnectionService signed by its ServiceSignature, <c>Authority</c> equal to its UDF, in
    /// date.
    /// </summary>
    /// <exception cref="ProtocolException">HostNotAccepted.</exception>
    HostProof Verify(ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService, DateTimeOffset now);
}
