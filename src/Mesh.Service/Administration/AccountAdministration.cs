using Mesh.Dare;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>Administration where the accounts are.</summary>
internal sealed class AccountAdministration(IAccountStorage storage, AccountDirectory accounts, ILogger log) : IServiceAdministration
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<AccountReport>> ListAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<AccountReport>>(
        [.. accounts.All.OrderBy(a => a.Address, StringComparer.Ordinal).Select(Brief)]);

    /// <inheritdoc/>
    public Task<AccountReport> GetAsync(string account, CancellationToken cancellation = default) => ReportAsync(Find(account), cancellation);

    /// <inheritdoc/>
    public Task<AccountReport> SetQuotaAsync(string account, long? quota, CancellationToken cancellation = default) =>
        ChangeAsync(account, a => a with { Quota = quota }, cancellation);

    /// <inheritdoc/>
    public Task<AccountReport> SetSuspendedAsync(string account, bool suspended, CancellationToken cancellation = default) =>
        ChangeAsync(account, a => a with { IsSuspended = suspended }, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<AccountReport> ChangeAsync(string name, Func<HostedAccount, HostedAccount> change, CancellationToken cancellation)
    {
        AccountName found = Find(name).Name;
        using IDisposable hold = await accounts.HoldAsync(found, cancellation).ConfigureAwait(false);
        HostedAccount before = Find(name); // it may have been erased while another had it
        if (before.IsBlocked)
        {
            throw new ServiceException(ServiceError.NoAccount, $"{before.Address} was ended by its owner: there is nothing to change until it is bound again.");
        }

        HostedAccount after = change(before);
        if (after != before)
        {
            CommitResult result = await accounts.CommitAsync(
                storage, after, new LogTransaction { Records = [after.ToRecord()] }, cancellation).ConfigureAwait(false);
            if (result.Outcome != CommitOutcome.Committed)
            {
                throw new ServiceException(ServiceError.NoAccount, $"{before.Address} cannot be changed now: {result.Outcome}.");
            }

            log.AccountChanged(after.Address, after.IsSuspended, after.Quota);
        }

        return await ReportAsync(after, cancellation).ConfigureAwait(false);
    }

    private HostedAccount Find(string name) =>
        (name.Contains('@', StringComparison.Ordinal) ? accounts.Find(name) : AccountName.TryParse(name, out AccountName udf) ? accounts.Find(udf) : null)
        ?? throw new ServiceException(ServiceError.NoAccount, $"There is no account {name} here. account list shows those that there are.");

    private async Task<AccountReport> ReportAsync(HostedAccount account, CancellationToken cancellation)
    {
        AccountStatus status = await storage.StatusAsync(account.Name, cancellation).ConfigureAwait(false);
        return Brief(account) with { Octets = status.Octets, Stores = status.Stores.ToDictionary(s => s.Label.ToString(), s => s.Count) };
    }

    private static AccountReport Brief(HostedAccount account) => new()
    {
        Address = account.Address,
        ProfileUdf = account.Profile.Value.Udf,
        Ended = account.Ended,
        IsSuspended = account.IsSuspended,
        Quota = account.Quota,
    };
}
