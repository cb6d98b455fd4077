namespace Mesh.Hostile.Tests;

/// <summary>Everything that a service can say to a change, whether it makes it or not.</summary>
public sealed class ChangingTweakTests
{
    public static TheoryData<string, string> Cases() => Trial.Cases(changing: true);

    [Theory]
    [MemberData(nameof(Cases))]
    [Requirement("SVC-13")]
    public Task A_lie_is_refused_or_does_not_matter(string flow, string tweak) => Trial.RunAsync(flow, tweak);
}
