using System.Collections.Frozen;

namespace Mesh.Schema;

/// <summary>The rights of one Access entry, ready to be asked (Mesh schema 10.2). Nothing granted means nothing allowed.</summary>
public sealed class AccessRights
{
    private readonly FrozenSet<string> _rights;

    /// <summary>The rights in <paramref name="rights"/>; unknown strings grant nothing.</summary>
    public AccessRights(IEnumerable<string> rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        _rights = rights.Select(Canonical).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>No rights.</summary>
    public static AccessRights None { get; } = new([]);

    /// <summary>Whether the operation or message type is allowed without limit to a store.</summary>
    public bool Allows(string right) => _rights.Contains(right);

    /// <summary>Whether the operation is allowed on the store of that label.</summary>
    public bool Allows(string operation, string label) =>
        StoreLabel.IsValid(label) && (_rights.Contains(operation) || _rights.Contains(Right.For(operation, label)));

    /// <summary>Whether the store may be downloaded, and so be listed.</summary>
    public bool MayRead(string label) => Allows(Right.Download, label);

    /// <summary>Whether the store may be appended to.</summary>
    public bool MayWrite(string label) => Allows(Right.Transact, label);

    // Labels are matched without regard to case, operations are not.
    private static string Canonical(string right)
    {
        int colon = right.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? right : Right.For(right[..colon], right[(colon + 1)..]);
    }
}
