using Mesh.Dare;

namespace Mesh.Service.Tests;

/// <summary>A storage in which something happens at the worst moment.</summary>
internal sealed class TroubledStorage(IAccountStorage inner) : IAccountStorage
{
    /// <summary>Comes between the decision and its first commit.</summary>
    public Func<Task>? BeforeAppend { get; set; }

    /// <summary>Comes after an account was made, before anybody is told.</summary>
    public Action? AfterCreate { get; set; }

    /// <summary>Comes after a commit, before anybody is told.</summary>
    public Action? AfterAppend { get; set; }

    /// <summary>Comes after an account was erased, before anybody is told.</summary>
    public Action? AfterDelete { get; set; }

    /// <summary>Comes before anything is read.</summary>
    public Action? BeforeRead { get; set; }

    public async Task<CommitResult> AppendAsync(AccountName account, LogTransaction transaction, CancellationToken cancellation = default)
    {
        Func<Task>? trouble = BeforeAppend;
        BeforeAppend = null;
        await (trouble?.Invoke() ?? Task.CompletedTask);
        CommitResult result = await inner.AppendAsync(account, transaction, cancellation);
        Action? after = AfterAppend;
        AfterAppend = null;
        after?.Invoke();
        return result;
    }

    public async Task<CommitResult> CreateAsync(AccountName account, LogTransaction first, CancellationToken cancellation = default)
    {
        CommitResult result = await inner.CreateAsync(account, first, cancellation);
        Action? trouble = AfterCreate;
        AfterCreate = null;
        trouble?.Invoke();
        return result;
    }

    public Task<CommitResult?> RecallAsync(
        AccountName account, string key, string id, ReadOnlyMemory<byte> payloadHash, CancellationToken cancellation = default) =>
        inner.RecallAsync(account, key, id, payloadHash, cancellation);

    public Task<AccountStatus> StatusAsync(AccountName account, CancellationToken cancellation = default) => inner.StatusAsync(account, cancellation);

    public Task<StoreRange?> ReadAsync(
        AccountName account, StoreLabel label, long from, int maximumFrames = int.MaxValue, long maximumOctets = long.MaxValue,
        CancellationToken cancellation = default)
    {
        BeforeRead?.Invoke();
        return inner.ReadAsync(account, label, from, maximumFrames, maximumOctets, cancellation);
    }

    public Task<long?> FindLatestAsync(AccountName account, StoreLabel label, string key, CancellationToken cancellation = default) =>
        inner.FindLatestAsync(account, label, key, cancellation);

    public Task<byte[]?> ReadPrivateAsync(AccountName account, PrivateLabel label, string key, CancellationToken cancellation = default) =>
        inner.ReadPrivateAsync(account, label, key, cancellation);

    public Task<IReadOnlyList<string>> PrivateKeysAsync(AccountName account, PrivateLabel label, CancellationToken cancellation = default) =>
        inner.PrivateKeysAsync(account, label, cancellation);

    public IAsyncEnumerable<AccountStatus> WatchAsync(AccountName account, CancellationToken cancellation = default) =>
        inner.WatchAsync(account, cancellation);

    public IAsyncEnumerable<AccountName> ListAsync(CancellationToken cancellation = default) => inner.ListAsync(cancellation);

    public async Task<bool> DeleteAsync(AccountName account, CancellationToken cancellation = default)
    {
        bool erased = await inner.DeleteAsync(account, cancellation);
        Action? trouble = AfterDelete;
        AfterDelete = null;
        trouble?.Invoke();
        return erased;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
