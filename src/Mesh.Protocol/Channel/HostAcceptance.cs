using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>
/// What a client checks between M2 and M3 (Mesh channel, section 1): the host's connection chains to the service profile and is in
/// date, its key is the one of the handshake, and the service is the pinned one or passes the rule for first contact. The name system
/// never decides whom to trust (Mesh protocol, P-37).
/// </summary>
public sealed class HostAcceptance
{
    private readonly IHostChain _chain;
    private readonly Func<FirstContact, bool> _firstContact;
    private readonly TimeProvider _clock;

    /// <summary>Checks with this chain verification and, where a target has no pin, this rule.</summary>
    public HostAcceptance(IHostChain chain, Func<FirstContact, bool> firstContact, TimeProvider clock)
    {
        _chain = chain;
        _firstContact = firstContact;
        _clock = clock;
    }

    /// <summary>Accepts a host or refuses it.</summary>
    /// <exception cref="ProtocolException">HostNotAccepted.</exception>
    public AcceptedHost Accept(UnverifiedHost host, ServiceTarget target, ServiceEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(target);
        HostProof proof = _chain.Verify(host.HostConnection, host.ProfileService, _clock.GetUtcNow());
        if (proof.HostKey.Length != Wire.SignedX448Octets
            || !proof.HostKey.Span[..Wire.X448Octets].SequenceEqual(host.Key.Span))
        {
            throw NotAccepted(endpoint, "its key is not the one that the service connected");
        }

        if (target.ServiceUdf is { } pin && !UdfText.Names(pin, proof.Service))
        {
            throw NotAccepted(endpoint, $"it belongs to the service {Text(proof.Service)}, not to {pin} as before");
        }

        if (target.ServiceUdf is null && !_firstContact(new FirstContact(target.Domain, endpoint, proof.Service)))
        {
            throw NotAccepted(endpoint, $"the service {Text(proof.Service)} is not the one that {target.Domain} is known to have");
        }

        return new AcceptedHost(host, Text(proof.Service));
    }

    /// <summary>28 characters, as fingerprints stand in profiles and tickets.</summary>
    private static string Text(Udf udf) => udf.ToString(Udf.DefaultPrecision);

    private static ProtocolException NotAccepted(ServiceEndpoint endpoint, string why) =>
        new(ProtocolError.HostNotAccepted, $"{endpoint} is not accepted: {why}");
}
