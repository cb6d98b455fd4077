namespace Mesh.Protocol;

/// <summary>What stands behind the channel: authorisation and the transactions.</summary>
public interface IChannelService
{
    /// <summary>
    /// Judges credentials whose key the caller holds: do the envelopes make it what it claims to be? The answer to null is Status 401, the
    /// same for every reason.
    /// </summary>
    /// <returns>Whom tickets shall name, or null.</returns>
    ValueTask<TicketNames?> AuthenticateAsync(ServiceDomain domain, ChannelCredentials credentials, CancellationToken cancellation);

    /// <summary>
    /// Whether a ticket still stands: false when the account's AdministratorSignature changed (Mesh channel, section 3). The answer is
    /// then HTTP 401, and the client begins with a new handshake.
    /// </summary>
    ValueTask<bool> IsCurrentAsync(TicketContent ticket, CancellationToken cancellation);

    /// <summary>
    /// Carries out a request. <paramref name="octets"/>, in which it came, are what a stored response goes with. Authority is decided
    /// here, for every request anew.
    /// </summary>
    /// <returns>JSON of the response, see <see cref="MeshMessages.Write(MeshResponse)"/>.</returns>
    ValueTask<ReadOnlyMemory<byte>> ProcessAsync(
        MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets, CancellationToken cancellation);
}
