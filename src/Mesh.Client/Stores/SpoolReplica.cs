using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>A spool with the states that count: changes by live devices which may write it (Mesh schema 13).</summary>
internal static class SpoolReplica
{
    public static Spool Load(AccountLog log, Membership membership, DeviceDirectory devices, string label)
    {
        Replica replica = Replica.Load(log, membership, label);
        var spool = new Spool();
        foreach (StoreFrame frame in replica.Frames.Skip(1))
        {
            if (spool.Add(frame) is { MessageType: nameof(MessageComplete) })
            {
                Apply(spool, frame, membership, devices, label);
            }
        }

        return spool;
    }

    private static void Apply(Spool spool, StoreFrame frame, Membership membership, DeviceDirectory devices, string label)
    {
        try
        {
            var changes = CompletionValidator.Validate(
                new Enveloped<MessageComplete>(frame.Envelope), membership.AccountKeyring, devices, label);
            spool.Apply(new SpoolComplete(
                "", [.. changes.Select(c => new MessageReference(c.MessageId, c.ResponseId, MessageStates.ToText(c.State)))]));
        }
        catch (SchemaException)
        {
            // A change of state by somebody who may not make it is no change (Mesh schema 13).
            return;
        }
    }
}
