using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>Names of roles as they stand in connections and PINs (Mesh schema 10.4).</summary>
public static class Roles
{
    /// <summary>Every role.</summary>
    public static ImmutableArray<Role> All { get; } = [.. Enum.GetValues<Role>()];

    /// <summary>The name: lower case.</summary>
#pragma warning disable CA1308 // the wire's names are lower case
    public static string ToText(Role role) => role.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The names in the order of the table, each once.</summary>
    public static ImmutableArray<string> ToText(IEnumerable<Role> roles) => [.. roles.Distinct().Order().Select(ToText)];

    /// <summary>Reads a name, in any case.</summary>
    public static bool TryParse(string? text, out Role role)
    {
        foreach (Role known in All)
        {
            if (string.Equals(ToText(known), text, StringComparison.OrdinalIgnoreCase))
            {
                role = known;
                return true;
            }
        }

        role = default;
        return false;
    }

    /// <summary>The roles that this version knows; names of others give nothing.</summary>
    public static ImmutableArray<Role> Known(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var roles = new SortedSet<Role>();
        foreach (string name in names)
        {
            if (TryParse(name, out Role role))
            {
                roles.Add(role);
            }
        }

        return [.. roles];
    }
}
