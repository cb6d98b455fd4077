namespace Mesh.Service;

/// <summary>
/// What an operator does with accounts. It is no part of the protocol and has no way in from the network: it is either this process, on
/// the service's folder, or the service that runs there, over a socket in the folder that only its owner reaches (AUT-14).
/// </summary>
/// <remarks>All methods throw <see cref="ServiceException"/>: <see cref="ServiceError.NoAccount"/>, <see cref="ServiceError.Administration"/>.</remarks>
public interface IServiceAdministration : IAsyncDisposable
{
    /// <summary>All accounts by address, ended ones included.</summary>
    Task<IReadOnlyList<AccountReport>> ListAsync(CancellationToken cancellation = default);

    /// <summary>One account, by address or profile UDF.</summary>
    Task<AccountReport> GetAsync(string account, CancellationToken cancellation = default);

    /// <summary>Gives an account space of its own, in units of 1,024 octets; null lets the policy's hold again.</summary>
    Task<AccountReport> SetQuotaAsync(string account, long? quota, CancellationToken cancellation = default);

    /// <summary>Suspends an account, or ends that. A suspended account is read and ended, not changed.</summary>
    Task<AccountReport> SetSuspendedAsync(string account, bool suspended, CancellationToken cancellation = default);
}
