namespace Mesh.Schema;

/// <summary>Decides whether a name is bound to an account (Mesh schema 4.6; Mesh protocol 4.2).</summary>
public static class CallsignBindingValidator
{
    /// <summary>A binding that names <paramref name="account"/> and is signed by its AdministratorSignature.</summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.SignatureInvalid"/>, <see cref="SchemaError.WrongSubject"/>,
    /// <see cref="SchemaError.RuleBroken"/> for an empty name, or not a binding.
    /// </exception>
    public static Verified<CallsignBinding> Validate(Enveloped<CallsignBinding> envelope, Verified<ProfileUser> account)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        Verified<CallsignBinding> binding =
            EnvelopeChecks.Assertion(envelope, KeyRules.Signature(account.Value.AdministratorSignature));
        if (!UdfText.Names(binding.Value.ProfileUdf, account.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, $"the CallsignBinding does not name the account {account.Value.Udf}");
        }

        return binding.Value.Canonical.Length > 0
            ? binding
            : throw new SchemaException(SchemaError.RuleBroken, "the CallsignBinding binds no name");
    }
}
