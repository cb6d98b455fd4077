// Verifies the account logs of a service that does not run (Mesh account log, Opening): every frame from the first on, what it continues, the
// roots of the stores, and the record by which the account is served. Nothing is repaired and nothing written, the side files included.

using System.Globalization;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Verifies the accounts of a service.</summary>
public static class AccountVerification
{
    /// <summary>Verifies all logs, in the order of their names.</summary>
    /// <param name="identity">The service in the folder.</param>
    /// <param name="data">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the verification between two logs.</param>
    /// <exception cref="ServiceException"><see cref="ServiceError.Busy"/>: a process uses the folder; <see cref="ServiceError.InvalidInput"/>.</exception>
    /// <exception cref="DareException"><see cref="DareError.Unavailable"/>: the folder cannot be read.</exception>
    public static async Task<IReadOnlyList<AccountFinding>> VerifyAsync(
        ServiceIdentity identity, string data, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        using var seal = new PrivateSeal(identity.Seal, SystemRandom.Instance, time);
        var options = new LogOptions { Seal = seal, Time = time };
        return await ServiceLock.WhileUnusedAsync(data, () => VerifyAllAsync(ServiceHost.AccountsOf(data), options, cancellation)).ConfigureAwait(false);
    }

    private static async Task<List<AccountFinding>> VerifyAllAsync(string folder, LogOptions options, CancellationToken cancellation)
    {
        List<AccountFinding> findings = [];
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (AccountName name in LogStorage.Names(folder, options.Files).OrderBy(n => n.ToString(), StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            AccountFinding finding = await VerifyAsync(name, LogStorage.PathOf(folder, name), options).ConfigureAwait(false);
            findings.Add(finding.Address is { } address && !owners.TryAdd(address, finding.ProfileUdf)
                ? finding with { Condition = AccountCondition.Corrupt, Problem = $"its address is also that of {owners[address]}" }
                : finding);
        }

        return findings;
    }

    private static async Task<AccountFinding> VerifyAsync(AccountName name, string path, LogOptions options)
    {
        try
        {
            AccountLog log = AccountLog.OpenReader(path, options, fromStart: true);
            await using (log.ConfigureAwait(false))
            {
                return Served(Of(name, log.Report), name, log);
            }
        }
        catch (DareException e)
        {
            return new AccountFinding(
                name.ToString(), null, e.Code == DareError.Unavailable ? AccountCondition.Unreadable : AccountCondition.Corrupt, 0, e.Message);
        }
    }

    private static AccountFinding Of(AccountName name, LogReport report) => report.State switch
    {
        LogState.Sound => new AccountFinding(name.ToString(), null, AccountCondition.Sound, report.Kept, null),
        LogState.Torn => new AccountFinding(name.ToString(), null, AccountCondition.Torn, report.Kept, string.Create(
            CultureInfo.InvariantCulture, $"the writing at octet {report.FirstBad} was cut short; the service sets it aside when it starts")),
        _ => new AccountFinding(name.ToString(), null, AccountCondition.Corrupt, report.Kept, string.Create(
            CultureInfo.InvariantCulture, $"what stands at octet {report.FirstBad} of {report.Length} is not what was written; restore a backup")),
    };

    // The frames may be sound, and the account not one that the service would serve.
    private static AccountFinding Served(AccountFinding finding, AccountName name, AccountLog log)
    {
        try
        {
            return log.Private(PrivateLabel.Account, HostedAccount.RecordKey) is { } record
                ? finding with { Address = HostedAccount.Read(name, record).Address }
                : finding with { Condition = AccountCondition.Corrupt, Problem = finding.Problem ?? "it has no account record" };
        }
        catch (Exception e) when (e is SchemaException or DareException { Code: not DareError.Unavailable })
        {
            return finding with { Condition = AccountCondition.Corrupt, Problem = finding.Problem ?? $"its account record is not of this service: {e.Message}" };
        }
    }
}
