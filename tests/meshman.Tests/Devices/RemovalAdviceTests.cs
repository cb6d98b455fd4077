using Mesh.Client;
using Mesh.Manager.Devices;

namespace Mesh.Manager.Tests;

/// <summary>What a person is told after a removal (DEV-06).</summary>
public sealed class RemovalAdviceTests
{
    [Fact]
    public void A_device_that_was_left_out_is_named_with_what_to_do()
    {
        var removed = new DeviceRemoved("MREM", [], [], IsProfileKeyOnDevice: true, [], HeldAccountKeys: false, HeldProfileKey: false)
        {
            LeftOut = [new LeftOutDevice("MONE", "tablet", false), new LeftOutDevice("MTWO", null, HeldProfileKey: true)],
        };
        string[] lines = [.. RemovalAdvice.Lines(removed)];
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("   The device tablet (MONE) could not be given the new keys", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("   The device MTWO could not be given the new keys", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("request the connection again.", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("account escrow.", lines[3], StringComparison.Ordinal);
    }
}
