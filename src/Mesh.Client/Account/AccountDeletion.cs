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
                await UnbindAsync(session, cancel).ConfigureAwait(false);
            }

            parts.Options.AfterStep("unbound");
        }

        using MachineLock held = await parts.LockAsync(cancel).ConfigureAwait(false);
        await Removal.EraseAsync(parts, udf, cancel).ConfigureAwait(false);
        parts.Options.Files.Remove(parts.RootsPath(udf));
        await parts.Catalog.RemoveAsync(udf, cancel).ConfigureAwait(false);
        return udf;
    }

    // An account that has ended refuses every request but the one that ended it. So that one is kept, and repeated where its answer was lost.
    private static async Task UnbindAsync(AccountSession session, CancellationToken cancel)
    {
        PreparedRequest request = Unanswered(session) ?? await BeginAsync(session, cancel).ConfigureAwait(false);
        MeshResponse response = await session.SendAsync(request, cancel).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            ClientException refusal = Refusal.Of(response);
            throw response.Status == MeshStatus.Refused
                ? new ClientException(refusal.Code, $"{refusal.Message} Without --service the account is removed from this device alone.", refusal)
                : refusal;
        }
    }

    private static PreparedRequest? Unanswered(AccountSession session)
    {
        using RequestIntent? intent = IntentStore.FindEnding(session.Log);
        return intent?.MayBeRepeated(session.Parts.Options.Time) == true ? intent.Request : null;
    }

    private static async Task<PreparedRequest> BeginAsync(AccountSession session, CancellationToken cancel)
    {
        PreparedRequest request = PreparedRequest.Of(new UnbindRequest { Account = session.Membership.Address }, session.Parts.Options.Random);
        await IntentStore.SaveEndingAsync(session.Log, request, session.Parts.Options.Time, cancel).ConfigureAwait(false);
        session.Parts.Options.AfterStep("ending");
        return request;
    }
}
