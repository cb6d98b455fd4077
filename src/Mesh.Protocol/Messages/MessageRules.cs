using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>What well-formed messages must obey as well: lengths, and that stores' states fit together (Mesh protocol, section 3).</summary>
internal static class MessageRules
{
    public static string? Wrong(MeshRequest request)
    {
        if (request.Id is { } id && (id.Length is 0 or > ProtocolLimits.RequestIdCharacters || id.Any(c => c is <= ' ' or > '~')))
        {
            return "the ID is not 1 to 64 visible ASCII characters";
        }

        if (request is MeshRequestUser { Account.Length: 0 or > ProtocolLimits.AccountAddress })
        {
            return "the account address has no length that is allowed";
        }

        return request switch
        {
            TransactRequest t => First(t.Updates, u => u.Wrong()) ?? Duplicate(t.Updates.Select(u => u.Container))
                ?? TooMany(t.Accounts) ?? TooMany(t.Outbound) ?? TooMany(t.Inbound) ?? TooMany(t.Local),
            DownloadRequest d => First(d.Select, s => s.Wrong()) ?? d.ConstraintsPost?.Wrong(),
            StatusRequestBase s => TooMany(s.Catalogs) ?? TooMany(s.Spools),
            PostRequest { Accounts.IsEmpty: true } or PostRequest { Messages.IsEmpty: true } => "no recipient or no message",
            PostRequest p => TooMany(p.Accounts) ?? TooMany(p.Messages),
            PollClaimRequest { Witness.Length: not 64 } => "the witness has not 64 octets",
            _ => null,
        };
    }

    public static string? Wrong(MeshResponse response) => response switch
    {
        StatusResponse s => First(s.ContainerStatus, c => c.Wrong()),
        DownloadResponse d => First(d.Updates, u => u.Wrong()),
        TransactResponse t => First(t.ContainerStatus, c => c.Wrong()) ?? t.ConstraintsData?.Wrong(),
        PostResponse p => p.ConstraintsData?.Wrong(),
        _ => null,
    };

    private static string? First<T>(ImmutableArray<T> list, Func<T, string?> wrong) =>
        TooMany(list) ?? list.Select(wrong).FirstOrDefault(w => w is not null);

    private static string? TooMany<T>(ImmutableArray<T> list) =>
        list.Length > ProtocolLimits.ListItems ? "a list is too long" : null;

    private static string? Duplicate(IEnumerable<string> labels)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return labels.All(seen.Add) ? null : "a store is changed twice";
    }
}
