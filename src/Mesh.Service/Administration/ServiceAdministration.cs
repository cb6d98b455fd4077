using Mesh.Cryptography;
using Mesh.Dare;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Service;

/// <summary>Opens a service's folder for its operator.</summary>
public static class ServiceAdministration
{
    /// <summary>Administers the folder, or asks the service that runs there.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Told of every account whose log cannot be read.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="ServiceException"><see cref="ServiceError.NotFound"/>, <see cref="ServiceError.Damaged"/>.</exception>
    public static async Task<IServiceAdministration> OpenAsync(
        string data, TimeProvider time, Action<string> failed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(failed);
        ServiceIdentity identity = ServiceIdentity.Open(data, time);
        if (ServiceLock.TryTake(data) is not { } held)
        {
            identity.Dispose();
            return new AdministrationClient(data);
        }

        var folder = new StoppedService(held, identity, data, time);
        try
        {
            await folder.LoadAsync(failed, cancellation).ConfigureAwait(false);
            return folder;
        }
        catch
        {
            await folder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The folder of a service that does not run; the lock keeps one from being started.</summary>
    private sealed class StoppedService : IServiceAdministration
    {
        private readonly IDisposable _lock;
        private readonly ServiceIdentity _identity;
        private readonly PrivateSeal _seal;
        private readonly LogStorage _storage;
        private AccountAdministration? _accounts;

        public StoppedService(IDisposable held, ServiceIdentity identity, string data, TimeProvider time)
        {
            _lock = held;
            _identity = identity;
            _seal = new PrivateSeal(identity.Seal, SystemRandom.Instance, time);
            _storage = ServiceHost.Storage(data, _seal, SystemRandom.Instance, time);
        }

        private AccountAdministration Accounts => _accounts ?? throw new InvalidOperationException("not loaded");

        public async Task LoadAsync(Action<string> failed, CancellationToken cancellation) => _accounts = new AccountAdministration(
            _storage,
            await AccountDirectory.LoadAsync(_storage, (name, reason) => failed($"account {name}: {reason}"), cancellation).ConfigureAwait(false),
            NullLogger.Instance);

        public Task<IReadOnlyList<AccountReport>> ListAsync(CancellationToken cancellation = default) => Accounts.ListAsync(cancellation);

        public Task<AccountReport> GetAsync(string account, CancellationToken cancellation = default) => Accounts.GetAsync(account, cancellation);

        public Task<AccountReport> SetQuotaAsync(string account, long? quota, CancellationToken cancellation = default) =>
            Accounts.SetQuotaAsync(account, quota, cancellation);

        public Task<AccountReport> SetSuspendedAsync(string account, bool suspended, CancellationToken cancellation = default) =>
            Accounts.SetSuspendedAsync(account, suspended, cancellation);

        public async ValueTask DisposeAsync()
        {
            await _storage.DisposeAsync().ConfigureAwait(false);
            _seal.Dispose();
            _identity.Dispose();
            _lock.Dispose();
        }
    }
}
