// What comes after UnbindAccount (Mesh protocol 4.3, P-5): the account is held for its grace time, then erased and its address free.

using Mesh.Dare;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>Erases accounts whose grace time is over.</summary>
internal sealed class GraceTime(
    IAccountStorage storage, AccountDirectory accounts, ServicePolicy policy, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Looks now, and every hour until disposed.</summary>
    public GraceTime Start()
    {
        _loop = LoopAsync();
        return this;
    }

    /// <summary>Erases what is due; gives how many accounts that were.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        int erased = 0;
        foreach (HostedAccount account in accounts.All.Where(IsOver).ToList())
        {
            try
            {
                erased += await EraseAsync(account.Name, cancellation).ConfigureAwait(false) ? 1 : 0;
            }
            catch (DareException e)
            {
                log.AccountNotErased(account.Name, e.Message);
            }
        }

        return erased;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private bool IsOver(HostedAccount account) => account.Ended is { } ended && ended + policy.GraceTime <= time.GetUtcNow();

    // Its owner may come back until the last moment, so what is due is asked again while nobody else changes the account.
    private async Task<bool> EraseAsync(AccountName name, CancellationToken cancellation)
    {
        using IDisposable hold = await accounts.HoldAsync(name, cancellation).ConfigureAwait(false);
        if (accounts.Find(name) is not { } account || !IsOver(account) || !await IsErasedAsync(name, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        accounts.Remove(account);
        log.AccountErased(name);
        return true;
    }

    private async Task<bool> IsErasedAsync(AccountName name, CancellationToken cancellation)
    {
        try
        {
            return await storage.DeleteAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (DareException e) when (e.Code == DareError.NotFound)
        {
            return true; // by an attempt that failed only afterwards
        }
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await SweepAsync(_stop.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
