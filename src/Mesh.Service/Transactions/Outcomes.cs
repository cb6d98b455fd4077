using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>Turns what storage says into what the caller is told.</summary>
internal static class Outcomes
{
    /// <summary>The octets of the answer to a transaction.</summary>
    public static ReadOnlyMemory<byte> Answer(RequestContext context, CommitResult result, Func<CommitResult, MeshResponse> respond) =>
        result.Outcome switch
        {
            CommitOutcome.Committed when result.Response.IsEmpty => MeshMessages.Write(respond(result) with { Id = context.Request.Id }),
            CommitOutcome.Committed or CommitOutcome.Repeated => result.Response,
            CommitOutcome.Conflict => MeshMessages.Write(new TransactResponse
            {
                Id = context.Request.Id,
                Status = MeshStatus.Conflict,
                StatusExtended = MeshStatusExtended.Conflict,
                ContainerStatus = Status(result.Stores),
            }),
            CommitOutcome.RequestReused => throw Refusal.Of(
                MeshStatus.Conflict, MeshStatusExtended.Conflict, "the ID was used for another request"),
            CommitOutcome.OverQuota => throw Refusal.Of(MeshStatus.TooMany, null, "too many changes in 24 hours"),
            _ => throw Refusal.NotAuthorized(),
        };

    public static ImmutableArray<ContainerStatus> Status(IEnumerable<StoreStatus> stores) => [.. stores.Select(Status)];

    public static ContainerStatus Status(StoreStatus store) => new()
    {
        Container = store.Label.ToString(),
        Index = store.Count,
        Digest = store.Count == 0 ? null : store.Root.ToArray(),
    };
}
