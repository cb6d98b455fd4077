using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>The chain from a service profile to its host by the validators of Mesh.Schema (Mesh schema, section 4.5).</summary>
public sealed class HostChain : IHostChain
{
    /// <inheritdoc/>
    public HostProof Verify(ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService, DateTimeOffset now)
    {
        try
        {
            Verified<ProfileService> service = ProfileValidator.Validate(EnvelopedReader.Parse<ProfileService>(profileService));
            Verified<ConnectionService> host =
                ConnectionValidator.ValidateHost(EnvelopedReader.Parse<ConnectionService>(hostConnection), service, now);
            return service.Value.IsCurrent && host.Value.IsCurrent
                ? new HostProof(service.Value.Fingerprint.Udf, host.Value.Authentication.PublicParameters!.Octets)
                : throw new ProtocolException(
                    ProtocolError.HostNotAccepted, "the service's profile or its host's connection holds under conditions unknown here");
        }
        catch (SchemaException e)
        {
            throw new ProtocolException(ProtocolError.HostNotAccepted, $"the host does not prove its service: {e.Message}", e);
        }
    }
}
