using System.Diagnostics.CodeAnalysis;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The name under which an account is stored: the UDF of its profile, a content digest of 140 to 440 bits, in its one canonical form
/// (capitals, groups of four, dashes). Letters, digits and dashes only: it is safe as a file name anywhere.
/// </summary>
public readonly record struct AccountName
{
    private readonly string? _text;

    private AccountName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: not a profile UDF in canonical form.</exception>
    public static AccountName Parse(string text) => TryParse(text, out AccountName name)
        ? name
        : throw new DareException(DareError.InvalidRequest, "The account is not named by a profile UDF in canonical form.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AccountName name)
    {
        bool valid = text is not null && IsProfile(text);
        name = valid ? new AccountName(text!) : default;
        return valid;
    }

    /// <summary>The UDF.</summary>
    public override string ToString() => _text ?? throw new InvalidOperationException("an account name was never set");

    private static bool IsProfile(string text)
    {
        try
        {
            Udf udf = Udf.ParseStrict(text);
            return UdfType.IsDigest(udf.Type) && udf.Bits >= Udf.DefaultPrecision && udf.ToString() == text;
        }
        catch (EncodingException)
        {
            return false;
        }
    }
}
