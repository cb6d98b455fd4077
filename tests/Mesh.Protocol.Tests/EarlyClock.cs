namespace Mesh.Protocol.Tests;

/// <summary>A clock whose timers fire a few milliseconds before their time, as those of a platform that counts in coarse ticks do.</summary>
internal sealed class EarlyClock(TimeProvider inner) : TimeProvider
{
    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime - TimeSpan.FromMilliseconds(4), period);
}
