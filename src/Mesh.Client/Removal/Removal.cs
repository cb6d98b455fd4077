// A device learns of its removal (Mesh rulings 9). It erases its keys on the administrator's signed statement alone: a provider that lies
// must not be able to make a person's devices destroy themselves.

using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Judges the evidence of a removal and carries it out.</summary>
internal static class Removal
{
    /// <summary>Whether the response shows the administrator's statement that this very device was removed.</summary>
    public static bool IsProven(MeshResponse response, Membership membership)
    {
        if (response is not
            { Status: MeshStatus.Refused, StatusExtended: MeshStatusExtended.DeviceRevoked, EnvelopedRevocation: { } evidence })
        {
            return false;
        }

        try
        {
            Verified<ProfileUser> account = response.EnvelopedRevokingProfile is { } profile ? NotOlder(membership.Account, profile) : membership.Account;
            RevocationValidator.Validate(evidence, account, membership.Device);
            return true;
        }
        catch (SchemaException)
        {
            return false; // The caller raises the alarm of a refusal without proof.
        }
    }

    // Under an older version an administrator who was removed since could still sign.
    private static Verified<ProfileUser> NotOlder(Verified<ProfileUser> held, Enveloped<ProfileUser> shown) =>
        shown.Envelope.Body.Span.SequenceEqual(held.Envelope.Envelope.Body.Span) ? held : ProfileValidator.ValidateUpdate(held, shown);

    /// <summary>Erases the keys of the account; the record of it stays, as removed, and comes first: an erasure that is cut short is finished.</summary>
    public static async Task EraseAsync(MachineParts parts, string udf, CancellationToken cancel)
    {
        if (parts.Catalog.Find(udf) is { } record)
        {
            await parts.Catalog.SaveAsync(record with { State = AccountState.Removed, Roles = [] }, cancel).ConfigureAwait(false);
            parts.Options.AfterStep("removed");
        }

        parts.EraseAccount(udf);
    }

    /// <summary>Erases what is left of an account that this machine was removed from.</summary>
    public static void Finish(MachineParts parts, string udf)
    {
        if (!parts.HasLeftovers(udf))
        {
            return;
        }

        using MachineLock held = parts.LockAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (parts.Catalog.Find(udf) is { State: AccountState.Removed })
        {
            parts.EraseAccount(udf);
        }
    }
}
