using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Decides whether a host assignment may be followed (Mesh schema 4.6, S-12).</summary>
public static class HostAssignmentValidator
{
    /// <summary>The assignment of the account with that address, signed by the ServiceSignature of its service.</summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.KeyInvalid"/>, <see cref="SchemaError.SignatureInvalid"/>,
    /// <see cref="SchemaError.WrongSubject"/>, or not an assignment.
    /// </exception>
    public static Verified<AccountHostAssignment> Validate(
        Enveloped<AccountHostAssignment> envelope, Verified<ProfileService> service, string accountAddress)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(service);
        Verified<AccountHostAssignment> assignment =
            EnvelopeChecks.Assertion(envelope, KeyRules.Signature(service.Value.ServiceSignature));
        ProfileKey slot = new(nameof(AccountHostAssignment.AccessEncrypt), KeyAlgorithm.X448, true, assignment.Value.AccessEncrypt);
        KeyRules.Check([slot], assignment.Value.Tag);
        return AccountAddress.Same(assignment.Value.AccountAddess, accountAddress)
            ? assignment
            : throw new SchemaException(
                SchemaError.WrongSubject, $"the AccountHostAssignment is not for {TaggedJson.Quote(accountAddress)}");
    }
}
