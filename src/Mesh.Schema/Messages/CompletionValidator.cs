using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Decides which changes of state count (Mesh schema 13): those in the right spool, by the right party, to a state that exists there.
/// Everything else is ignored.
/// </summary>
public static class CompletionValidator
{
    /// <summary>The changes in a MessageComplete that a device posted to MMM_Inbound or MMM_Local.</summary>
    /// <exception cref="SchemaException">
    /// Not opened; not signed by a live device that may write the spool (<see cref="SchemaError.SignatureInvalid"/>); a spool whose states
    /// no device changes (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    public static ImmutableArray<StateChange> Validate(
        Enveloped<MessageComplete> envelope, IDecryptionKeyring keys, DeviceDirectory devices, string spool)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(devices);
        if (!StoreLabel.Same(spool, StoreLabel.Inbound) && !StoreLabel.Same(spool, StoreLabel.Local))
        {
            throw new SchemaException(SchemaError.RuleBroken, $"no device changes states in {TaggedJson.Quote(spool)}");
        }

        SignaturePublicKey[] signers =
            [.. devices.Live.Where(d => RoleTable.GrantsOf(d.Roles).Of(spool).HasFlag(StoreAccess.Write)).Select(d => d.Signature)];
        return signers.Length > 0
            ? Changes(EnvelopeChecks.Signed(envelope, signers, keys, mustBeSealed: true).Value, spool)
            : throw new SchemaException(SchemaError.SignatureInvalid, $"no device may change states in {TaggedJson.Quote(spool)}");
    }

    /// <summary>The changes in a MessageComplete that the service posted to MMM_Outbound or, for claims, MMM_Local.</summary>
    /// <exception cref="SchemaException">
    /// Not signed by the service (<see cref="SchemaError.SignatureInvalid"/>); a spool whose states the service does not change
    /// (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    public static ImmutableArray<StateChange> ValidateFromService(
        Enveloped<MessageComplete> envelope, IDecryptionKeyring? keys, Verified<ProfileService> service, string spool)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(service);
        if (!StoreLabel.Same(spool, StoreLabel.Outbound) && !StoreLabel.Same(spool, StoreLabel.Local))
        {
            throw new SchemaException(SchemaError.RuleBroken, $"the service does not change states in {TaggedJson.Quote(spool)}");
        }

        SignaturePublicKey signer = KeyRules.Signature(service.Value.ServiceSignature);
        return Changes(EnvelopeChecks.Signed(envelope, [signer], keys, mustBeSealed: false).Value, spool);
    }

    private static ImmutableArray<StateChange> Changes(MessageComplete message, string spool)
    {
        var changes = ImmutableArray.CreateBuilder<StateChange>();
        foreach (Reference reference in message.References)
        {
            if (MessageStates.TryParse(reference.Relationship, out MessageState state) && MessageStates.Exists(state, spool))
            {
                changes.Add(new StateChange(reference.MessageId, reference.ResponseId, state));
            }
        }

        return changes.ToImmutable();
    }
}
