using Mesh.Client;
using Mesh.Protocol;

namespace Mesh.EndToEnd.Tests;

/// <summary>The drill, played once for all tests that look at it.</summary>
public sealed class PlayedDrill : IAsyncLifetime
{
    internal Drill Drill { get; private set; } = null!;

    internal DeviceRemoved Removed { get; private set; } = null!;

    /// <summary>What the service answered to the copied phone before the removal.</summary>
    internal List<(MeshRequest Request, MeshResponse Response, int Posts)> BeforeRemoval { get; } = [];

    public async Task InitializeAsync() => Drill = await Drill.PlayAsync(async drill =>
    {
        using var thief = new Thief(drill);
        foreach (MeshRequest request in thief.Requests().Where(r => r is StatusRequest or DownloadRequest))
        {
            BeforeRemoval.Add((request, await thief.AskAsync(request, withTicket: true), thief.Posts));
        }

        Removed = await drill.Laptop.RemoveDeviceAsync(Drill.PhoneName, force: false);
    });

    public async Task DisposeAsync() => await Drill.DisposeAsync();
}
