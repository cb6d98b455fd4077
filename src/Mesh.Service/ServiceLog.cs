using Mesh.Dare;
using Mesh.Protocol;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>Every line that the service writes to its log. (One class: several would be generated in another order in each build.)</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Address}, {Accounts} accounts")]
    public static partial void Started(this ILogger log, string address, int accounts);

    [LoggerMessage(Level = LogLevel.Error, Message = "account {Account} is not served: {Reason} (meshhost verify shows how it stands)")]
    public static partial void AccountNotServed(this ILogger log, AccountName account, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "credential {Kind} refused: {Reason}")]
    public static partial void CredentialRefused(this ILogger log, CredentialKind kind, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Transaction} answered {Status}/{Extended} to {Key}")]
    public static partial void TransactionRefused(this ILogger log, string transaction, int status, int extended, string key);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Transaction} not accepted: {Reason}")]
    public static partial void RequestNotAccepted(this ILogger log, string transaction, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Transaction}: storage {Code}: {Reason}")]
    public static partial void StorageFailed(this ILogger log, string transaction, DareError code, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "account {Account} is erased: its grace time is over")]
    public static partial void AccountErased(this ILogger log, AccountName account);

    [LoggerMessage(Level = LogLevel.Error, Message = "account {Account}, whose grace time is over, is not erased: {Reason}")]
    public static partial void AccountNotErased(this ILogger log, AccountName account, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "account commands do not reach this service while it runs: {Reason}")]
    public static partial void AdministrationNotListening(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "another user of this machine asked for administration and was refused")]
    public static partial void AdministrationRefused(this ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "the operator set {Account}: suspended {Suspended}, quota {Quota}")]
    public static partial void AccountChanged(this ILogger log, string account, bool suspended, long? quota);
}
