namespace Mesh.Keys;

/// <summary>The identifiers of a key store; see <see cref="IKeyStore"/>. They are file names, so nothing else passes.</summary>
public static class KeyStoreId
{
    /// <summary>Most characters of an identifier.</summary>
    public const int MaximumLength = 128;

    /// <summary>The identifier in upper case.</summary>
    /// <exception cref="KeyException">Not an identifier (<see cref="KeyError.StoreName"/>).</exception>
    public static string Normalise(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsValid(id)
            ? id.ToUpperInvariant()
            : throw new KeyException(KeyError.StoreName, "the name of a key is 1 to 128 letters, digits, '-', '_' and '.', and does not begin with a sign");
    }

    internal static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaximumLength || !char.IsAsciiLetterOrDigit(id[0]))
        {
            return false;
        }

        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
