using System.Globalization;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The member <c>kwd</c> of a recipient by passphrase (Mesh sealing, section 7): <c>scrypt$ln=17,r=8,p=1$</c> and the 22 base64url digits of a salt of
/// 16 octets. The secret of 32 octets that scrypt (RFC 7914) makes of the passphrase is then that of a symmetric recipient.
/// </summary>
internal sealed class PassphraseDerivation
{
    /// <summary>ln of what is written: N = 2^17, 128 MiB.</summary>
    public const int UsualCost = 17;

    private const string Name = "scrypt$";
    private const int UsualBlockSize = 8;
    private const int UsualParallelism = 1;
    private const int SaltSize = 16;
    private const int SecretSize = 32;
    private const int MaximumDigits = 7;

    private readonly int _cost;
    private readonly int _blockSize;
    private readonly int _parallelism;
    private readonly byte[] _salt;

    private PassphraseDerivation(int cost, int blockSize, int parallelism, byte[] salt)
    {
        _cost = cost;
        _blockSize = blockSize;
        _parallelism = parallelism;
        _salt = salt;
    }

    /// <summary>Whether a <c>kwd</c> is of this kind, well-formed or not.</summary>
    public static bool IsNamedBy(string? keyWrapDerivation) => keyWrapDerivation?.StartsWith(Name, StringComparison.Ordinal) ?? false;

    /// <summary>The usual parameters and a fresh salt.</summary>
    public static PassphraseDerivation Draw(int cost, IRandomSource random)
    {
        byte[] salt = new byte[SaltSize];
        random.Fill(salt);
        return new PassphraseDerivation(cost, UsualBlockSize, UsualParallelism, salt);
    }

    /// <summary>Reads the text; every derivation has one.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>; <see cref="DareError.LimitExceeded"/>: it would take more memory or work than <see cref="Scrypt"/> gives, and
    /// none was done.
    /// </exception>
    public static PassphraseDerivation Parse(string text)
    {
        string[] parts = text.Split('$');
        if (parts is not [_, var numbers, var digits]
            || numbers.Split(',') is not [var ln, var r, var p]
            || !TryRead(ln, "ln=", out int cost) || !TryRead(r, "r=", out int blockSize) || !TryRead(p, "p=", out int parallelism)
            || !Base64UrlText.TryDecode(digits, out byte[] salt) || salt.Length != SaltSize)
        {
            throw Refused();
        }

        var read = new PassphraseDerivation(cost, blockSize, parallelism, salt);
        if (read.ToString() != text)
        {
            throw Refused();
        }

        return Scrypt.Accepts(cost, blockSize, parallelism)
            ? read
            : throw new DareException(
                DareError.LimitExceeded, "The recipient by passphrase asks for more memory or work than a passphrase is given.");
    }

    /// <summary>The secret that the passphrase gives; the caller disposes it.</summary>
    public SecretBytes Derive(SecretBytes passphrase) =>
        Scrypt.DeriveKey(passphrase.Reveal(), _salt, _cost, _blockSize, _parallelism, SecretSize);

    /// <summary>The text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}ln={_cost},r={_blockSize},p={_parallelism}${Base64UrlText.Encode(_salt)}");

    private static bool TryRead(string text, string name, out int number)
    {
        number = 0;
        return text.StartsWith(name, StringComparison.Ordinal) && text.Length <= name.Length + MaximumDigits
            && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static DareException Refused() => DareException.Malformed("The kwd of the recipient by passphrase is not well-formed.");
}
