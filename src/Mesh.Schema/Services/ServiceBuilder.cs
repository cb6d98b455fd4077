using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Makes what a service says about its accounts and what accounts say about their names (Mesh schema 4.6).</summary>
public static class ServiceBuilder
{
    /// <summary>Where an account is served and to which key it seals what the service reads.</summary>
    /// <exception cref="SchemaException">Not an account address (<see cref="SchemaError.Malformed"/>).</exception>
    public static Enveloped<AccountHostAssignment> Assignment(
        ObjectSealer sealer,
        SignaturePrivateKey serviceSignature,
        string accountAddress,
        IEnumerable<string> hostAddresses,
        AgreementPublicKey accessEncrypt)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        var assignment = new AccountHostAssignment
        {
            Updated = sealer.Now,
            AccountAddess = AccountAddress.Canonical(accountAddress),
            HostAddresses = [.. hostAddresses],
            AccessEncrypt = KeyData.Of(accessEncrypt),
        };
        return sealer.SignAssertion(assignment, serviceSignature);
    }

    /// <summary>Binds a name to an account.</summary>
    public static Enveloped<CallsignBinding> Callsign(
        ObjectSealer sealer, SignaturePrivateKey administrator, string canonical, string profileUdf, params ImmutableArray<NamedService> services)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        var binding = new CallsignBinding
        {
            Updated = sealer.Now,
            Canonical = canonical,
            ProfileUdf = profileUdf,
            Services = services,
        };
        return sealer.SignAssertion(binding, administrator);
    }
}
