namespace Mesh.Schema;

/// <summary>Decides whether a device's checkpoint counts.</summary>
public static class CheckpointValidator
{
    /// <summary>A checkpoint of the account, signed by the CommonSignature that its profile names now.</summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.SignatureInvalid"/>; of another account (<see cref="SchemaError.WrongSubject"/>); a store with a count or root that
    /// cannot be (<see cref="SchemaError.RuleBroken"/>); or not such a statement.
    /// </exception>
    public static Verified<DeviceCheckpoint> Validate(Enveloped<DeviceCheckpoint> envelope, Verified<ProfileUser> account)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        Verified<DeviceCheckpoint> checkpoint = EnvelopeChecks.Assertion(envelope, KeyRules.Signature(account.Value.CommonSignature));
        if (!UdfText.Names(checkpoint.Value.AccountUdf, account.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the checkpoint is of another account");
        }

        return checkpoint.Value.Stores.All(s => s.Count > 0 && s.Root is { Length: StoreApex.RootLength })
            ? checkpoint
            : throw new SchemaException(SchemaError.RuleBroken, "the checkpoint has a store without a count or a root");
    }
}
