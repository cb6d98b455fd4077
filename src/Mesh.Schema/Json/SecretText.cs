using System.Text.Json.Serialization;
using Mesh.Cryptography;

namespace Mesh.Schema;

/// <summary>A secret that people type and read, such as a password: UTF-8, erased on disposal, never printed.</summary>
[JsonConverter(typeof(SecretTextConverter))]
public sealed class SecretText : IDisposable
{
    private readonly SecretBytes _octets;

    /// <summary>Takes over <paramref name="octets"/>, which are UTF-8.</summary>
    public SecretText(SecretBytes octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        _octets = octets;
    }

    /// <summary>A secret that already exists as text, for instance on a command line.</summary>
    public static SecretText FromText(ReadOnlySpan<char> text)
    {
        char[] copy = text.ToArray();
        var secret = SecretBytes.Create(
            System.Text.Encoding.UTF8.GetByteCount(copy), octets => System.Text.Encoding.UTF8.GetBytes(copy, octets));
        Array.Clear(copy);
        return new SecretText(secret);
    }

    /// <summary>The text, for the one place that shows it.</summary>
    public string RevealText() => System.Text.Encoding.UTF8.GetString(_octets.Reveal());

    /// <summary>The UTF-8 octets, valid until disposal.</summary>
    public ReadOnlySpan<byte> Reveal() => _octets.Reveal();

    /// <summary>Never the secret.</summary>
    public override string ToString() => nameof(SecretText);

    /// <summary>Erases the secret.</summary>
    public void Dispose() => _octets.Dispose();
}
