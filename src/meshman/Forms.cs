using System.Globalization;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Manager;

/// <summary>What the parameters and options of meshman take.</summary>
internal static class Forms
{
    private const int WitnessCharacters = 28;
    private const int FewestOfWitness = 4;
    private const int LongestName = 64;

    public static ValueForm Address { get; } = new("an address such as alice@example.com", IsAddress);

    public static ValueForm AddressOrDomain { get; } = new(
        "an address such as alice@example.com, or a domain", text => text.Contains('@', StringComparison.Ordinal) ? IsAddress(text) : ServiceDomain.TryParse(text, out _));

    public static ValueForm Account { get; } = new(
        "the address, UDF or local name of an account", text => text.Contains('@', StringComparison.Ordinal) ? IsAddress(text) : IsName(text));

    public static ValueForm LocalName { get; } = new("a name of up to 64 characters", IsName);

    public static ValueForm Device { get; } = new("the local name or UDF of a device", IsName);

    public static ValueForm Witness { get; } = new("a witness: 28 characters, A to Z and 2 to 7, in groups of four", IsWitness);

    public static ValueForm Fingerprint { get; } = new("a fingerprint such as MAAA-BBBB-CCCC-DDDD-EEEE", text => Udf.TryParse(text, out _));

    public static ValueForm Coding { get; } = new("br or gzip", ContentCoding.IsKnown);

    public static ValueForm SequenceType { get; } = new(
        "archive or log, and with --compat list, digest, tree or merkle",
        text => text is "archive" or "log" || OldType!.Accepts(text));

    public static ValueForm OldType { get; } = new("list, digest, tree or merkle", text => text is "list" or "digest" or "chain" or "tree" or "merkle");

    public static ValueForm Root { get; } = new("a root: 64 hexadecimal digits", text => text.Length == 64 && text.All(char.IsAsciiHexDigit));

    public static ValueForm Version { get; } = new(
        "the number of a version", text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0);

    /// <summary>The words of an entry of a log, which are joined by blanks.</summary>
    public static ValueForm EntryText { get; } = new(
        "up to 65,536 characters of text, or - for lines of standard input", text => text.Length is > 0 and <= 1 << 16 && !text.Contains('\0', StringComparison.Ordinal));

    public static ValueForm EntryKey { get; } = new(
        "a key of up to 1,000 characters", text => text.Length is > 0 and <= 1000 && !text.Any(char.IsControl));

    public static ValueForm Moment { get; } = new(
        "a time such as 2026-07-08, 2026-07-08T09:10:11Z or, that long ago, 90s, 15m, 12h, 7d", text => Dare.Moment.TryParse(text, DateTimeOffset.UnixEpoch, out _));

    public static ValueForm MediaType { get; } = new("a media type such as text/plain", IsMediaType);

    public static ValueForm WebAddress { get; } = new(
        "an address such as https://example.com/tools.dare",
        text => text.Length <= 2000 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0 && address.UserInfo.Length == 0);

    public static ValueForm Site { get; } = new(
        "a site such as ftp.example.com", text => text.Length is > 0 and <= 2000 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)));

    public static ValueForm Pin { get; } = ValueForm.SecretOf(
        "a PIN as it was shown, - (standard input) or @file", text => IsElsewhere(text) || IsPin(text));

    /// <summary>Who opens or signs a file.</summary>
    public static ValueForm Recipient { get; } = new(
        "an address such as alice@example.com, a UDF, a public key such as x448:…, or a file of keys", IsRecipient);

    public static ValueForm KeySource { get; } = ValueForm.SecretOf(
        "a file of keys, a key itself, - (standard input) or @file", text => ValueForm.File.Accepts(text) && text != "@");

    public static ValueForm SecretKey { get; } = ValueForm.SecretOf(
        "a secret that begins with E, a udf: locator of one, - (standard input) or @file",
        text => IsElsewhere(text) || IsKey(text) || (UdfUri.TryParse(text, out UdfUri? uri) && IsKey(uri.Fingerprint)));

    public static ValueForm Passphrase { get; } = ValueForm.SecretOf("a passphrase, - (standard input), @file or, alone, asks for it", text => text.Length > 0 && text != "@");

    public static ValueForm Domain { get; } = new("a domain such as example.com", text => ServiceDomain.TryParse(text, out _));

    public static ValueForm Key { get; } = ValueForm.SecretOf(
        "a secret that begins with E, - (standard input) or @file", text => IsElsewhere(text) || IsKey(text));

    private static bool IsElsewhere(string text) => text == "-" || (text.Length > 1 && text[0] == '@');

    /// <summary>Whether it is the text of a symmetric key.</summary>
    public static bool IsKey(string text) =>
        Udf.TryParse(text.ToUpperInvariant(), out Udf? udf) && udf.Type is UdfType.EncryptionKey or UdfType.EncryptionKeySigned;

    private static bool IsPin(string text)
    {
        try
        {
            PinCode.Parse(text).Dispose();
            return true;
        }
        catch (KeyException)
        {
            return false;
        }
    }

    private static bool IsAddress(string text) =>
        AccountAddress.TryCanonical(text, out string address) && ServiceDomain.TryOfAddress(address, out _);

    private static bool IsRecipient(string text)
    {
        if (PublicKeyText.Begins(text))
        {
            return PublicKeyText.TryParse(text, out _);
        }

        bool isFile = text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal) || IsElsewhere(text) || File.Exists(text);
        return isFile ? ValueForm.File.Accepts(text) && !text.Any(char.IsControl)
            : text.Contains('@', StringComparison.Ordinal) ? IsAddress(text)
            : IsName(text) || (Udf.TryParse(text, out Udf? udf) && udf.Type == UdfType.OidSequence);
    }

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName && !text.Any(char.IsControl);

    private static bool IsWitness(string text) =>
        Base32.TryCountCharacters(text, out int characters) && characters is >= FewestOfWitness and <= WitnessCharacters;

    private static bool IsMediaType(string text) => text.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
        && text.Length <= 255 && (type + subtype).All(c => char.IsAsciiLetterOrDigit(c) || "!#$&-^_.+".Contains(c, StringComparison.Ordinal));
}
