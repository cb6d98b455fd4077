namespace Mesh.Hostile.Tests;

/// <summary>Everything that a service can say of what it has.</summary>
public sealed class ReadingTweakTests
{
    public static TheoryData<string, string> Cases() => Trial.Cases(changing: false);

    [Theory]
    [MemberData(nameof(Cases))]
    [Requirement("SVC-06", "SVC-10")]
    public Task A_lie_is_refused_or_does_not_matter(string flow, string tweak) => Trial.RunAsync(flow, tweak);
}
