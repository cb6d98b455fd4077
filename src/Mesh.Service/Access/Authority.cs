// Who may do what (Mesh protocol, section 5), decided for every request anew: a removed device stops with its next one.

using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>What a caller may do with an account in this request.</summary>
internal sealed record Authority(HostedAccount Account, AccessState Access, AccessRights Rights, bool IsAccountKey)
{
    /// <summary>What a change rests on that was decided by these rights.</summary>
    public StoreCondition Condition => new(AccessReader.Label, Access.Count);

    /// <summary>Whether the store may be read. The account's own key may, while it may anything.</summary>
    public bool MayRead(string label) => IsAccountKey || Rights.MayRead(label);

    /// <summary>Whether the store may be written.</summary>
    public bool MayWrite(string label) => IsAccountKey || Rights.MayWrite(label);

    /// <summary>Whether an operation is allowed as such.</summary>
    public bool Allows(string operation) => IsAccountKey || Rights.Allows(operation);
}

/// <summary>Decides authority.</summary>
internal sealed class AuthorityRules(AccountDirectory accounts, AccessReader access)
{
    /// <summary>The authority of a caller over the account with that address.</summary>
    /// <exception cref="Refusal">401/2, alike for every reason; 401/4 with the evidence for a device that was removed.</exception>
    public async Task<Authority> DecideAsync(RequestContext context, string address)
    {
        HostedAccount account = accounts.Find(address) ?? throw Refusal.NotAuthorized();
        MeshCaller caller = context.Caller;
        bool sameAccount = AccountName.TryParse(caller.Names.ProfileUdf, out AccountName name) && name == account.Name;
        if (account.IsBlocked || !sameAccount)
        {
            throw Refusal.NotAuthorized();
        }

        AccessState state = await access.ReadAsync(account.Name, context.Cancellation).ConfigureAwait(false);
        return caller.Kind switch
        {
            // P-15: the account's own key populates a new account and nothing else; no device holds it.
            CredentialKind.Account when !state.HasAdministrator && IsOwnKey(account, caller) => new Authority(account, state, AccessRights.None, IsAccountKey: true),
            CredentialKind.ConnectedDevice => Connected(account, state, context),
            _ => throw Refusal.NotAuthorized(),
        };
    }

    private static bool IsOwnKey(HostedAccount account, MeshCaller caller) =>
        UdfText.Same(caller.Names.KeyUdf, account.Profile.Value.CommonAuthentication.PublicParameters!.Kid);

    private static Authority Connected(HostedAccount account, AccessState state, RequestContext context)
    {
        MeshCaller caller = context.Caller;
        CatalogedAccess? entry = state.Find(caller.Names.KeyUdf);
        AccessDecision decision = AccessDecision.Of(entry, CapabilityMode.Device);
        if (decision.Outcome == AccessOutcome.Revoked)
        {
            throw new Refusal(new MeshResponse
            {
                Status = MeshStatus.Refused,
                StatusExtended = MeshStatusExtended.DeviceRevoked,
                EnvelopedRevocation = (entry!.Capability as NullCapability)?.EnvelopedRevocation,
                EnvelopedRevokingProfile = account.Profile.Envelope,
            });
        }

        // The connection must be under the administrator of now: the ticket remembers which one it was checked under.
        bool current = UdfText.Same(caller.Names.SignatureUdf, account.Profile.Value.AdministratorSignature.PublicParameters!.Kid);
        if (decision.Outcome == AccessOutcome.Granted && !current && context.Request is StatusRequest)
        {
            // One that is not can still fetch the entry which the administrator of now sealed to it.
            return new Authority(account, state, new AccessRights([Right.Status]), IsAccountKey: false);
        }

        return decision.Outcome == AccessOutcome.Granted && current
            ? new Authority(account, state, decision.Rights, IsAccountKey: false)
            : throw Refusal.NotAuthorized();
    }
}
