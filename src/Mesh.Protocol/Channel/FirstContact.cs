using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>What is known about a service that no pin exists for (Mesh protocol, section 6.1).</summary>
/// <param name="Domain">The domain asked for.</param>
/// <param name="Endpoint">Where the host was reached; its certificate bore that name where <see cref="ServiceEndpoint.IsSecure"/>.</param>
/// <param name="Service">The service that the host proved to belong to.</param>
public sealed record FirstContact(ServiceDomain Domain, ServiceEndpoint Endpoint, Udf Service)
{
    /// <summary>
    /// The rule for first contact: TLS to the discovered host and the <c>udf=</c> of the name system, where there is one, must both
    /// agree with the handshake. Loopback under <c>MESH_RESOLVE</c> needs no certificate: its user named the process.
    /// </summary>
    public static bool Rule(FirstContact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return contact.Endpoint.Udf is null || UdfText.Names(contact.Endpoint.Udf, contact.Service);
    }
}
