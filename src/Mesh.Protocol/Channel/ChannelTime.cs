namespace Mesh.Protocol;

/// <summary>Times of Mesh channel: seconds since 1970-01-01 UTC, unsigned 64 bits on the wire.</summary>
internal static class ChannelTime
{
    /// <summary>The last second that a calendar can hold.</summary>
    public const ulong Last = 253_402_300_799;

    /// <summary>
    /// How long after a turn of keys the timer for it fires: the platform's may fire some milliseconds early, and a key whose end has not
    /// come then would stay for one turn more where nobody calls.
    /// </summary>
    public static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(100);

    public static ulong Now(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return (ulong)Math.Max(0, clock.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <summary>|now − time| ≤ 300 s (Mesh channel, section 4), for every pair of values.</summary>
    public static bool InWindow(ulong now, ulong time) =>
        (now >= time ? now - time : time - now) <= ProtocolLimits.TimeWindowSeconds;
}
