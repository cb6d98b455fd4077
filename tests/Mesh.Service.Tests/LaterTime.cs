namespace Mesh.Service.Tests;

/// <summary>The time, or later.</summary>
internal sealed class LaterTime : TimeProvider
{
    public TimeSpan Later { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
}
