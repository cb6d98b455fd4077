using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Reads names that people type.</summary>
internal static class Names
{
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>.</exception>
    public static string Address(string address) =>
        AccountAddress.TryCanonical(address, out string canonical) && !canonical.StartsWith('@')
            ? canonical
            : throw new ClientException(ClientError.InvalidInput, "That is not an account address. Write user@domain.");

    /// <summary>
    /// The one item that a name stands for: its identifier, else its local name, else the only one whose identifier begins with it. A local name
    /// that somebody chose to look like an identifier hides none.
    /// </summary>
    public static T Single<T>(IReadOnlyCollection<T> items, string name, Func<T, string?> local, Func<T, string> identifier, string what, string where)
    {
        T[] exact = [.. items.Where(i => UdfText.Same(identifier(i), name))];
        exact = exact.Length > 0 ? exact : [.. items.Where(i => string.Equals(local(i), name, StringComparison.Ordinal))];
        string beginning = UdfText.Canonical(name);
        T[] found = exact.Length > 0 || beginning.Length < MinimumBeginning
            ? exact
            : [.. items.Where(i => UdfText.Canonical(identifier(i)).StartsWith(beginning, StringComparison.Ordinal))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ClientException(ClientError.NotFound, $"There is no such {what}: {where}."),
            _ => throw new ClientException(ClientError.Ambiguous, $"More than one {what} answers to that. Give more characters."),
        };
    }

    private const int MinimumBeginning = 4;
}
