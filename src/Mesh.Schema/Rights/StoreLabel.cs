using System.Collections.Frozen;

namespace Mesh.Schema;

/// <summary>
/// Labels of stores (Mesh schema 9 and 13). Written <c>MMM_…</c>, matched without regard to case. A label becomes a file name, so
/// nothing but letters, digits, underscore and hyphen is let in; other parties' labels have another prefix.
/// </summary>
public static class StoreLabel
{
    /// <summary>Who may do what.</summary>
    public const string Access = "MMM_Access";

    /// <summary>What whoever has the key may fetch.</summary>
    public const string Publication = "MMM_Publication";

    /// <summary>Devices.</summary>
    public const string Device = "MMM_Device";

    /// <summary>Contacts.</summary>
    public const string Contact = "MMM_Contact";

    /// <summary>Passwords and other credentials.</summary>
    public const string Credential = "MMM_Credential";

    /// <summary>Bookmarks.</summary>
    public const string Bookmark = "MMM_Bookmark";

    /// <summary>Tasks and calendar.</summary>
    public const string Task = "MMM_Task";

    /// <summary>Networks.</summary>
    public const string Network = "MMM_Network";

    /// <summary>Applications and their keys.</summary>
    public const string Application = "MMM_Application";

    /// <summary>Messages to the account.</summary>
    public const string Inbound = "MMM_Inbound";

    /// <summary>Messages from the account.</summary>
    public const string Outbound = "MMM_Outbound";

    /// <summary>Messages within the account.</summary>
    public const string Local = "MMM_Local";

    /// <summary>Messages put away.</summary>
    public const string Archive = "MMM_Archive";

    /// <summary>Most characters of a label.</summary>
    public const int MaximumLength = 64;

    private static readonly FrozenDictionary<string, string> Known = new[]
    {
        Access, Publication, Device, Contact, Credential, Bookmark, Task, Network, Application, Inbound, Outbound, Local, Archive,
    }.ToFrozenDictionary(label => label, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <paramref name="label"/> may be a label: 1 to 64 ASCII letters, digits, underscores and hyphens.</summary>
    public static bool IsValid(string? label) =>
        label is { Length: >= 1 and <= MaximumLength } && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The label as it is written: ours in our spelling, others as they are.</summary>
    public static string Canonical(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return Known.GetValueOrDefault(label, label);
    }

    /// <summary>Whether both name the same store.</summary>
    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
