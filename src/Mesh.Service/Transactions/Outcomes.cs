using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>Turns what storage says into what the caller is told.</summary>
internal static class Outcomes
{
    /// <summary>The octets of the answer to a transaction.</summary>
    public static ReadOnlyMemory<byte> Answer(RequestContext context, CommitResult result) =>
        result.Outcome switch
        {
            CommitOutcome.Committed or CommitOutcome.Repeated => result.Response,
            CommitOutcome.Conflict => Conflict(context, result.Stores),
            CommitOutcome.RequestReused => throw Refusal.Of(
                MeshStatus.Conflict, MeshStatusExtended.Conflict, "the ID was used for another request"),
            CommitOutcome.OverQuota => throw Refusal.Of(MeshStatus.TooMany, null, "too many changes in 24 hours"),
            _ => throw Refusal.NotAuthorized(),
        };

    /// <summary>The answer to what was built on other states of stores than they are in.</summary>
    public static byte[] Conflict(RequestContext context, IEnumerable<StoreStatus> stores) => MeshMessages.Write(new TransactResponse
    {
        Id = context.Request.Id,
        Status = MeshStatus.Conflict,
        StatusExtended = MeshStatusExtended.Conflict,
        ContainerStatus = Status(stores),
    });

    public static ImmutableArray<ContainerStatus> Status(IEnumerable<StoreStatus> stores) => [.. stores.Select(Status)];

    public static ContainerStatus Status(StoreStatus store) => new()
    {
        Container = store.Label.ToString(),
        Index = store.Count,
        Digest = store.Count == 0 ? null : store.Root.ToArray(),
    };
}
