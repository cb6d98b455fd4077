using Mesh.Protocol;

namespace Mesh.Hostile.Tests;

/// <summary>A request as the operator of the service sees it, and the answer.</summary>
internal sealed class Exchange(HostileProvider provider, MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets)
{
    public HostileProvider Provider => provider;

    public MeshCaller Caller => caller;

    public MeshRequest Request => request;

    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The honest answer, once it was asked for.</summary>
    public MeshResponse? Honest { get; private set; }

    /// <summary>Carries the request out, and gives what the service says to it.</summary>
    public async Task<MeshResponse> HonestAsync()
    {
        await HonestOctetsAsync();
        return Honest!;
    }

    public async Task<ReadOnlyMemory<byte>> HonestOctetsAsync()
    {
        ReadOnlyMemory<byte> answer = await provider.CarryOutAsync(caller, request, octets);
        Honest = MeshMessages.ReadResponse(request.Transaction, answer);
        return answer;
    }
}
