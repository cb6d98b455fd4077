using System.Collections.Concurrent;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Service;

/// <summary>Keeps the Access catalogs of accounts in use, brought up to date at every request.</summary>
internal sealed class AccessReader(IAccountStorage storage, ServiceIdentity identity)
{
    /// <summary>Accounts kept; beyond it all are forgotten, which costs a replay each and nothing else.</summary>
    private const int Capacity = 10_000;

    /// <summary>MMM_Access.</summary>
    public static readonly StoreLabel Label = StoreLabel.Parse(Schema.StoreLabel.Access);

    private readonly ConcurrentDictionary<AccountName, AccessState> _states = new();

    /// <summary>The catalog as it stands now.</summary>
    public async Task<AccessState> ReadAsync(AccountName account, CancellationToken cancellation)
    {
        AccessState known = _states.GetValueOrDefault(account) ?? AccessState.Empty;
        StoreRange? range = await storage.ReadAsync(account, Label, known.Count, cancellation: cancellation).ConfigureAwait(false);
        if (range is not null && range.Status.Count < known.Count)
        {
            // Another account of that name: the one that was known is erased.
            known = AccessState.Empty;
            range = await storage.ReadAsync(account, Label, 0, cancellation: cancellation).ConfigureAwait(false);
        }

        if (range is null)
        {
            _states.TryRemove(account, out _);
            return AccessState.Empty;
        }

        AccessState state = known;
        if (range.Frames.Count > 0)
        {
            using var keys = new Keyring();
            keys.Add(identity.AccessKey(account));
            foreach (ReadOnlyMemory<byte> octets in range.Frames)
            {
                state = state.Replay(StoreFrame.Parse(octets), keys, range.Status.Origin);
            }
        }

        if (_states.Count >= Capacity)
        {
            _states.Clear();
        }

        _states[account] = state;
        return state;
    }
}
