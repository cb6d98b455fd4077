// BindAccount and UnbindAccount (Mesh protocol 4.2 and 4.3).

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Binds accounts to this service and ends that.</summary>
internal sealed class AccountTransactions(
    IAccountStorage storage, AccountDirectory accounts, ServiceIdentity identity, ServicePolicy policy, IRandomSource random, TimeProvider time)
{
    private static readonly string[] Spools = [Schema.StoreLabel.Inbound, Schema.StoreLabel.Outbound, Schema.StoreLabel.Local];

    private readonly AdmissionRate _rate = new(policy, time);

    /// <summary>Binds an account, or a later version of its profile.</summary>
    public async Task<ReadOnlyMemory<byte>> BindAsync(RequestContext context, BindRequest request)
    {
        if (context.Caller.Kind is not CredentialKind.Account)
        {
            throw Refusal.NotAuthorized();
        }

        Verified<ProfileUser> profile = Profile(context, request);
        AccountName name = AccountName.Parse(profile.Value.Udf);
        using IDisposable hold = await accounts.HoldAsync(name, context.Cancellation).ConfigureAwait(false);
        return accounts.Find(name) is { } known
            ? await BindAgainAsync(context, known, profile).ConfigureAwait(false)
            : await BindNewAsync(context, name, profile).ConfigureAwait(false);
    }

    private async Task<ReadOnlyMemory<byte>> BindNewAsync(RequestContext context, AccountName name, Verified<ProfileUser> profile)
    {
        string address = profile.Value.AccountAddress!;
        if (policy.Closed)
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, "this service takes no new accounts");
        }

        if (!accounts.MayMake(name))
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, "this service takes no new accounts until its operator has mended a damaged one");
        }

        if (!_rate.TryTake())
        {
            throw Refusal.Of(MeshStatus.TooMany, null, "too many new accounts at the moment: try again later");
        }

        if (!accounts.TryReserve(address, name))
        {
            throw Refusal.Of(MeshStatus.Conflict, MeshStatusExtended.AccountRegistered, "the address is taken");
        }

        HostedAccount account = Host(name, profile);
        var first = new LogTransaction
        {
            Updates = [.. Spools.Select(label => Spool(label, profile.Value.Udf))],
            Records = [account.ToRecord()],
            Request = context.Record(name, policy, _ => Bound(account)),
        };
        try
        {
            CommitResult result = await storage.CreateAsync(name, first, context.Cancellation).ConfigureAwait(false);
            accounts.Set(account);
            return Outcomes.Answer(context, result);
        }
        catch (DareException e) when (e.Code == DareError.AlreadyExists)
        {
            // An earlier attempt whose outcome was not known had made it after all.
            HostedAccount made = await accounts.LoadAsync(storage, name, context.Cancellation).ConfigureAwait(false);
            return await BindAgainAsync(context, made, profile).ConfigureAwait(false);
        }
        catch (DareException e) when (e.Code != DareError.OutcomeUnknown)
        {
            accounts.Release(address, name);
            throw;
        }
    }

    /// <summary>Ends the binding: the account is blocked and its address held for the grace time.</summary>
    /// <returns>Null where the rights changed meanwhile.</returns>
    public async Task<ReadOnlyMemory<byte>?> UnbindAsync(RequestContext context, Authority authority)
    {
        if (!authority.Allows(Right.UnbindAccount))
        {
            throw Refusal.NotAuthorized();
        }

        HostedAccount blocked = authority.Account with { Ended = time.GetUtcNow() };
        var transaction = new LogTransaction
        {
            Conditions = [authority.Condition],
            Records = [blocked.ToRecord()],
            Blocks = true,
            Request = context.Record(blocked.Name, policy, _ => new UnbindResponse { Status = MeshStatus.Done }),
        };
        CommitResult result = await accounts.CommitAsync(storage, blocked, transaction, context.Cancellation).ConfigureAwait(false);
        if (result.Outcome is CommitOutcome.Outdated)
        {
            return null;
        }

        return Outcomes.Answer(context, result);
    }

    // A repeat answers as before; an account in its grace time comes back; a later version replaces the one that is held.
    private async Task<ReadOnlyMemory<byte>> BindAgainAsync(RequestContext context, HostedAccount known, Verified<ProfileUser> profile)
    {
        bool same = profile.Envelope.Envelope.Body.Span.SequenceEqual(known.Profile.Envelope.Envelope.Body.Span);
        if (!same)
        {
            AccountLimits.RequireInUse(known);
            ProfileValidator.ValidateUpdate(known.Profile, profile.Envelope);
            if (!AccountAddress.Same(profile.Value.AccountAddress, known.Address))
            {
                throw Refusal.Of(MeshStatus.Conflict, MeshStatusExtended.AccountRegistered, "an account changes its address by moving");
            }
        }

        HostedAccount account = known with { Profile = same ? known.Profile : profile, Ended = null };
        var transaction = new LogTransaction
        {
            Records = [account.ToRecord()],
            Blocks = known.IsBlocked ? false : null,
            Request = context.Record(account.Name, policy, _ => Bound(account)),
        };
        return Outcomes.Answer(context, await accounts.CommitAsync(storage, account, transaction, context.Cancellation).ConfigureAwait(false));
    }

    private Verified<ProfileUser> Profile(RequestContext context, BindRequest request)
    {
        Verified<ProfileUser> profile = ProfileValidator.ValidateAccount(
            request.EnvelopedProfileAccount.As<ProfileUser>(), request.AccountAddress, context.Caller.Names.ProfileUdf);
        ProfileValidator.RequireServedBy(profile, identity.Profile);
        string address = profile.Value.AccountAddress!;
        int at = address.LastIndexOf('@');
        bool served = at > 0 && at <= ProtocolLimits.AccountNameCharacters
            && AccountAddress.TryCanonical(address, out string canonical) && canonical == address
            && ServiceDomain.TryOfAddress(address, out ServiceDomain? domain) && domain.Equals(identity.Domain);
        if (!served)
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, $"addresses here are name@{identity.Domain}");
        }

        foreach (Enveloped<CallsignBinding> binding in request.EnvelopedCallsignBinding)
        {
            CallsignBindingValidator.Validate(binding, profile);
        }

        return UdfText.Same(context.Caller.Names.KeyUdf, profile.Value.CommonAuthentication.PublicParameters!.Kid)
            ? profile
            : throw Refusal.NotAuthorized();
    }

    private HostedAccount Host(AccountName name, Verified<ProfileUser> profile)
    {
        using AgreementPrivateKey access = identity.AccessKey(name);
        Enveloped<AccountHostAssignment> assignment = ServiceBuilder.Assignment(
            new ObjectSealer(random, time), identity.Signature, profile.Value.AccountAddress!, [identity.Domain.Name], access.Public);
        return new HostedAccount(name, profile, assignment);
    }

    private StoreUpdate Spool(string label, string profileUdf)
    {
        StoreHead head = StoreHead.Create(random, StoreHead.SpoolContentType, label, profileUdf);
        return new StoreUpdate(Dare.StoreLabel.Parse(label), [StoreEntry.FromEnvelope(head.ToEnvelope())]) { ExpectedCount = 0 };
    }

    private static BindResponse Bound(HostedAccount account) => new()
    {
        Status = MeshStatus.Done,
        EnvelopedAccountHostAssignment = account.Assignment,
    };
}
