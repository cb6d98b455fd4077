using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Decides whether a connection holds with respect to an account or a service (Mesh schema 4.5). That the device was not removed
/// since, the Access catalog or the Device catalog tells; that its holder is who speaks, the handshake.
/// </summary>
public static class ConnectionValidator
{
    /// <summary>A connection to <paramref name="account"/>, signed by its AdministratorSignature.</summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.KeyInvalid"/>, <see cref="SchemaError.SignatureInvalid"/>,
    /// <see cref="SchemaError.HeaderMismatch"/>, <see cref="SchemaError.WrongSubject"/>, <see cref="SchemaError.OutOfDate"/>, or not such a
    /// connection.
    /// </exception>
    public static Verified<T> Validate<T>(Enveloped<T> envelope, Verified<ProfileUser> account, DateTimeOffset now)
        where T : ConnectionService
    {
        ArgumentNullException.ThrowIfNull(account);
        Verified<T> connection = ValidateSigned(envelope, KeyRules.Signature(account.Value.AdministratorSignature), now);
        RequireNames(connection.Value, connection.Value.ProfileUdf, account.Value, nameof(ConnectionService.ProfileUdf));
        if (connection.Value.Authority is { } authority)
        {
            RequireNames(connection.Value, authority, account.Value, nameof(Connection.Authority));
        }

        return connection;
    }

    /// <summary>The connection of a host to <paramref name="service"/>, signed by its ServiceSignature.</summary>
    /// <exception cref="SchemaException">As <see cref="Validate"/>.</exception>
    public static Verified<ConnectionService> ValidateHost(
        Enveloped<ConnectionService> envelope, Verified<ProfileService> service, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(service);
        Verified<ConnectionService> connection = ValidateSigned(envelope, KeyRules.Signature(service.Value.ServiceSignature), now);
        RequireNames(connection.Value, connection.Value.Authority, service.Value, nameof(Connection.Authority));
        return connection;
    }

    private static Verified<T> ValidateSigned<T>(Enveloped<T> envelope, SignaturePublicKey signer, DateTimeOffset now)
        where T : ConnectionService
    {
        ArgumentNullException.ThrowIfNull(envelope);
        Verified<T> connection = EnvelopeChecks.Assertion(envelope, signer);
        KeyRules.Check(connection.Value.Keys, connection.Value.Tag);
        foreach (ProfileKey slot in connection.Value.Keys)
        {
            if (!slot.Key!.IsInDate(now))
            {
                throw new SchemaException(SchemaError.OutOfDate, $"the {slot.Name} of the {connection.Value.Tag} is not valid at this time");
            }
        }

        return connection;
    }

    private static void RequireNames(Connection connection, string? udf, Profile profile, string member)
    {
        if (!UdfText.Names(udf, profile.Fingerprint.Udf))
        {
            throw new SchemaException(
                SchemaError.WrongSubject, $"the {member} of the {connection.Tag} is not the {profile.Tag} {profile.Udf}");
        }
    }
}
