// What a service confirms to have done (Mesh protocol 4.8): in an answer that the channel authenticates it states how far each store has come. A device
// holds it to that: a state that is not the one sent is refused, and so is silence. The states of spools, of which it keeps no frames of its own
// making, are remembered, so that what was taken in and later left out is found out (Mesh sealing, section 5).

using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The confirmation of a change.</summary>
internal sealed class Confirmation(TransactRequest sent, TransactResponse response)
{
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Alarm"/>: a store that was changed has another state than it was given, or a spool has none.
    /// </exception>
    public void Require()
    {
        foreach (ContainerUpdate update in sent.Updates)
        {
            if (Stated(update.Container) is not { } status || status.Index != update.NextIndex || !status.Digest.AsSpan().SequenceEqual(update.Digest))
            {
                throw StorePuller.Alarm(update.Container, "confirms another state than it was sent");
            }
        }

        RequireSpool(Schema.StoreLabel.Local, sent.Local.Length);
        RequireSpool(Schema.StoreLabel.Inbound, sent.Inbound.Length);
        RequireSpool(Schema.StoreLabel.Outbound, sent.Outbound.Length);
    }

    /// <summary>How far spools have come that this device reads and has the beginning of.</summary>
    public IEnumerable<StoreStatus> Spools(AccountLog log, RememberedRoots roots, Grants grants)
    {
        foreach (ContainerStatus stated in response.ContainerStatus.Where(s => !IsSent(s) && s.Digest is not null && grants.Of(s.Container).HasFlag(StoreAccess.Read)))
        {
            LogLabel label = LogLabel.Parse(Schema.StoreLabel.Canonical(stated.Container));
            if (log.Status(label) is not { } own || stated.Index < own.Count)
            {
                continue;
            }

            var status = new StoreStatus(label, stated.Index, stated.Digest, own.Origin);
            if (roots.Judge(status) is RootJudgement.Grown or RootJudgement.New or RootJudgement.Same)
            {
                yield return status;
            }
        }
    }

    private void RequireSpool(string label, int messages)
    {
        if (messages > 0 && !(Stated(label) is { Digest: not null } status && status.Index > messages))
        {
            throw StorePuller.Alarm(label, "confirms messages without a state that holds them");
        }
    }

    private ContainerStatus? Stated(string label) =>
        response.ContainerStatus.Where(s => Schema.StoreLabel.Same(s.Container, label)).ToList() is [{ } status] ? status : null;

    private bool IsSent(ContainerStatus status) => sent.Updates.Any(u => Schema.StoreLabel.Same(u.Container, status.Container));
}
