using System.Globalization;
using Mesh.Protocol;

namespace Mesh.Service;

/// <summary>What an account may not do whoever asks: change while it is suspended, take more space than it has.</summary>
internal static class AccountLimits
{
    private const int Unit = 1024;

    // A device that was lost can be removed from an account without room: the largest Transact is that of a rotation.
    private const long RoomForRights = ProtocolLimits.LargestMessage;

    /// <summary>The octets that an account may take.</summary>
    public static long SpaceOf(HostedAccount account, ServicePolicy policy) => account.Quota is { } own ? own * Unit : policy.AccountOctets;

    /// <summary>
    /// Refuses a change of a suspended account. It can still be read and ended, and a device that was lost removed: its owner is not held, nor
    /// left to a thief.
    /// </summary>
    public static void RequireInUse(HostedAccount account, bool changesRightsAlone = false)
    {
        if (account.IsSuspended && !changesRightsAlone)
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, "the provider suspended the account: it can be read and ended, not changed");
        }
    }

    /// <summary>Refuses a change after which the account would take more than it may.</summary>
    public static void RequireRoom(HostedAccount account, ServicePolicy policy, long octets, bool changesRights)
    {
        long space = SpaceOf(account, policy);
        if (octets > space + (changesRights ? RoomForRights : 0))
        {
            throw Refusal.Of(MeshStatus.TooMany, null, string.Create(
                CultureInfo.InvariantCulture, $"the account has used its {space / (double)(1 << 20):0.##} MB; ask the provider for more"));
        }
    }
}
