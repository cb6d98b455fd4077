namespace Mesh.Hostile.Tests;

/// <summary>A clock that moves when told.</summary>
internal sealed class PersonalClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
