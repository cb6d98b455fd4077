namespace Mesh.Protocol.Tests;

public class ChannelFuzzTests
{
    /// <summary>Those that compute agreements get fewer inputs.</summary>
    private static readonly Dictionary<int, int> Counts = new() { [0] = 500, [1] = 2_000, [5] = 500 };

    public static TheoryData<int> Targets => [.. Enumerable.Range(0, ChannelFuzz.Targets)];

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(Targets))]
    public void Damaged_octets_give_a_result_or_the_one_exception(int target) =>
        new Mutations("channel " + target).Run(
            ChannelFuzz.Seeds(target), Counts.GetValueOrDefault(target, 10_000), octets => ChannelFuzz.Run([(byte)target, .. octets]));
}
