using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>Ends an account on this machine, and at its service.</summary>
internal static class AccountDeletion
{
    public static async Task<string> DeleteAsync(MachineParts parts, string udf, bool atService, CancellationToken cancel)
    {
        if (atService && parts.Catalog.Find(udf) is not { State: AccountState.Removed })
        {
            AccountSession session = await AccountSession.OpenAsync(parts, udf, cancel).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                await session.CallAsync<UnbindResponse>(new UnbindRequest { Account = session.Membership.Address }, cancel).ConfigureAwait(false);
            }

            parts.Options.AfterStep("unbound");
        }

        using MachineLock held = await parts.LockAsync(cancel).ConfigureAwait(false);
        await Removal.EraseAsync(parts, udf, cancel).ConfigureAwait(false);
        parts.Options.Files.Remove(parts.RootsPath(udf));
        await parts.Catalog.RemoveAsync(udf, cancel).ConfigureAwait(false);
        return udf;
    }
}
