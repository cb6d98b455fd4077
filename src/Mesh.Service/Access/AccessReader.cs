using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Service;

/// <summary>Keeps the Access catalogs of accounts in use, brought up to date at every request.</summary>
internal sealed class AccessReader(IAccountStorage storage, ServiceIdentity identity)
{
    // Octets of the entries that are kept, about 10,000 accounts; beyond it all are forgotten, which costs a replay each and nothing else.
    private const long Capacity = 256L << 20;

    // Octets of frames that are read at a time.
    private const long Part = 4 << 20;

    /// <summary>MMM_Access.</summary>
    public static readonly StoreLabel Label = StoreLabel.Parse(Schema.StoreLabel.Access);

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountName, AccessState> _states = [];
    private long _octets;

    /// <summary>The catalog as it stands now.</summary>
    public async Task<AccessState> ReadAsync(AccountName account, CancellationToken cancellation)
    {
        AccessState state = Known(account);
        while (await storage.ReadAsync(account, Label, state.Count, maximumOctets: Part, cancellation: cancellation).ConfigureAwait(false) is { } range)
        {
            if (range.Status.Count == state.Count)
            {
                return state;
            }

            if (range.Status.Count < state.Count)
            {
                state = AccessState.Empty; // another account of that name: the one that was known is erased
                continue;
            }

            state = Replay(state, account, range);
            if (state.Count == range.Status.Count)
            {
                Keep(account, state);
                return state;
            }
        }

        Keep(account, AccessState.Empty);
        return AccessState.Empty;
    }

    private AccessState Replay(AccessState state, AccountName account, StoreRange range)
    {
        using var keys = new Keyring();
        keys.Add(identity.AccessKey(account));
        foreach (ReadOnlyMemory<byte> octets in range.Frames)
        {
            state = state.Replay(StoreFrame.Parse(octets), keys, range.Status.Origin);
        }

        return state;
    }

    private AccessState Known(AccountName account)
    {
        lock (_lock)
        {
            return _states.GetValueOrDefault(account) ?? AccessState.Empty;
        }
    }

    private void Keep(AccountName account, AccessState state)
    {
        lock (_lock)
        {
            if (_states.Remove(account, out AccessState? before))
            {
                _octets -= before.Octets;
            }

            if (_octets + state.Octets > Capacity)
            {
                _states.Clear();
                _octets = 0;
            }

            if (state.Count > 0)
            {
                _states.Add(account, state);
                _octets += state.Octets;
            }
        }
    }
}
