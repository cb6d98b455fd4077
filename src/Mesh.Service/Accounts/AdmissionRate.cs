namespace Mesh.Service;

/// <summary>A token bucket for new accounts: open to anybody, but not to a flood.</summary>
internal sealed class AdmissionRate(ServicePolicy policy, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = policy.AccountBurst;
    private long _last = time.GetTimestamp();

    /// <summary>Takes one token, where there is one.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            _tokens = Math.Min(policy.AccountBurst, _tokens + (time.GetElapsedTime(_last, now).TotalHours * policy.AccountsPerHour));
            _last = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
