namespace Mesh.Dare;

/// <summary>
/// Where a service keeps accounts: a few verbs, the same for account logs in a directory and for a database, held to one conformance suite
/// (architecture, section 4.2; Mesh account log, Conformance). Everything read or told is durable. Accounts do not wait for one another.
/// Methods for <see cref="PrivateLabel"/> serve the host itself; what a peer asks for goes through <see cref="StoreLabel"/>, which cannot
/// name a private store.
/// </summary>
/// <remarks>
/// All methods throw <see cref="DareException"/> alone: <see cref="DareError.NotFound"/> where there is no such account;
/// <see cref="DareError.Unavailable"/> and <see cref="DareError.LogBusy"/> where nothing was done and it may be tried again (503);
/// <see cref="DareError.OutcomeUnknown"/> where it is not known whether a change was saved, and the caller repeats it with the same request
/// (503 or a dropped connection, never a refusal); <see cref="DareError.LogCorrupt"/> and <see cref="DareError.LogRefused"/> where an
/// operator is needed.
/// </remarks>
public interface IAccountStorage : IAsyncDisposable
{
    /// <summary>
    /// Makes an account with its first transaction, wholly or not at all. <see cref="DareError.AlreadyExists"/>: there is one, which a
    /// repeated request finds through <see cref="RecallAsync"/>.
    /// </summary>
    Task<CommitResult> CreateAsync(AccountName account, LogTransaction first, CancellationToken cancellation = default);

    /// <summary>
    /// Commits a transaction: all of it becomes durable, or nothing. What it rests on (count and root of each store, the request not having
    /// been carried out) is checked in the same moment. See <see cref="CommitOutcome"/> and <see cref="AccountLog.CommitAsync"/>.
    /// </summary>
    Task<CommitResult> AppendAsync(AccountName account, LogTransaction transaction, CancellationToken cancellation = default);

    /// <summary>
    /// What a request answers that was carried out within 24 hours: the stored response, or that its ID was used for another payload; null
    /// where it is not known.
    /// </summary>
    Task<CommitResult?> RecallAsync(
        AccountName account, string key, string id, ReadOnlyMemory<byte> payloadHash, CancellationToken cancellation = default);

    /// <summary>How the account stands.</summary>
    Task<AccountStatus> StatusAsync(AccountName account, CancellationToken cancellation = default);

    /// <summary>
    /// Frames of a store from an index on: at most so many and so many octets, but at least one where there is one. Null where there is no
    /// such store.
    /// </summary>
    Task<StoreRange?> ReadAsync(
        AccountName account,
        StoreLabel label,
        long from,
        int maximumFrames = int.MaxValue,
        long maximumOctets = long.MaxValue,
        CancellationToken cancellation = default);

    /// <summary>The index of the latest frame of a key (UniqueId, failing that EnvelopeId); null where there is none.</summary>
    Task<long?> FindLatestAsync(AccountName account, StoreLabel label, string key, CancellationToken cancellation = default);

    /// <summary>The content of a live private record; null where there is none.</summary>
    Task<byte[]?> ReadPrivateAsync(AccountName account, PrivateLabel label, string key, CancellationToken cancellation = default);

    /// <summary>The keys of the live private records of a store, in no order.</summary>
    Task<IReadOnlyList<string>> PrivateKeysAsync(AccountName account, PrivateLabel label, CancellationToken cancellation = default);

    /// <summary>
    /// How the account stands now, and again after changes, until cancelled. Changes that come faster than they are taken are reported
    /// together; none is missed.
    /// </summary>
    IAsyncEnumerable<AccountStatus> WatchAsync(AccountName account, CancellationToken cancellation = default);

    /// <summary>All accounts, blocked ones included, in no order.</summary>
    IAsyncEnumerable<AccountName> ListAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Erases a blocked account. False, and nothing is done, while a request of the last 24 hours is remembered: records outlive the
    /// account's grace time (Mesh channel, section 4). <see cref="DareError.InvalidRequest"/>: the account is not blocked.
    /// </summary>
    Task<bool> DeleteAsync(AccountName account, CancellationToken cancellation = default);
}
