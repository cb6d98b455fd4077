using System.Diagnostics;
using Xunit.Abstractions;

namespace Mesh.EndToEnd.Tests;

/// <summary>kill -9 of a service under load, again and again over the same folder.</summary>
public sealed class ServiceKillTests(ITestOutputHelper output)
{
    private const int KillsUnderLoad = 82; // of each service; a quarter as many while it starts

    [Fact]
    [Requirement("NET-12", "PLT-03")]
    public async Task Everything_that_a_killed_service_had_acknowledged_is_there_and_was_done_once()
    {
        long start = Stopwatch.GetTimestamp();
        using var one = new KillLane("one", KillsUnderLoad);
        using var other = new KillLane("other", KillsUnderLoad);
        await Task.WhenAll(one.RunAsync(), other.RunAsync());
        output.WriteLine(
            $"{one.Kills + other.Kills} kills, {one.Acknowledged + other.Acknowledged} changes acknowledged, {one.Unknown + other.Unknown} outcomes "
            + $"unknown at first, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        Assert.True(one.Kills + other.Kills >= 200, $"{one.Kills + other.Kills} kills");
        Assert.True(one.Acknowledged + other.Acknowledged > 500, $"{one.Acknowledged + other.Acknowledged} changes");
    }
}
