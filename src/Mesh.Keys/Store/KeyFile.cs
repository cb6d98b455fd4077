using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>
/// The octets of one file of the key store:
/// <c>"MESHKEY1" ‖ identifier length (2) ‖ identifier ‖ secret length (4) ‖ secret ‖ SHA-256 of all before it (32)</c>, numbers
/// big-endian. The digest finds damage, and the identifier a file that was moved; neither protects against one who can write here.
/// </summary>
internal static class KeyFile
{
    /// <summary>Most octets of a secret.</summary>
    public const int MaximumSecretLength = 1 << 20;

    /// <summary>Most octets of a file.</summary>
    public const int MaximumLength = Overhead + KeyStoreId.MaximumLength + MaximumSecretLength;

    private const int MagicLength = 8;
    private const int DigestLength = SHA256.HashSizeInBytes;
    private const int Overhead = MagicLength + sizeof(ushort) + sizeof(uint) + DigestLength;

    private static ReadOnlySpan<byte> Magic => "MESHKEY1"u8;

    public static SecretBytes Encode(string id, SecretBytes secret) => SecretBytes.Create(Overhead + id.Length + secret.Length, file =>
    {
        Magic.CopyTo(file);
        Span<byte> rest = file[MagicLength..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)id.Length);
        System.Text.Encoding.ASCII.GetBytes(id, rest[sizeof(ushort)..]);
        rest = rest[(sizeof(ushort) + id.Length)..];
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)secret.Length);
        secret.Reveal().CopyTo(rest[sizeof(uint)..]);
        SHA256.HashData(file[..^DigestLength], file[^DigestLength..]);
    });

    /// <summary>The secret in a file that was saved under <paramref name="id"/>.</summary>
    /// <exception cref="KeyException">Any octet differs from what was saved (<see cref="KeyError.StoreDamaged"/>).</exception>
    public static SecretBytes Decode(string id, ReadOnlySpan<byte> file)
    {
        int fixedLength = Overhead + id.Length;
        bool whole = file.Length >= fixedLength
            && file.StartsWith(Magic)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(file[..^DigestLength]), file[^DigestLength..]);
        if (!whole)
        {
            throw Damaged(id, "its octets are not those that were saved");
        }

        ReadOnlySpan<byte> rest = file[MagicLength..];
        ReadOnlySpan<byte> name = rest.Slice(sizeof(ushort), id.Length);
        if (BinaryPrimitives.ReadUInt16BigEndian(rest) != id.Length || !System.Text.Ascii.Equals(name, id))
        {
            throw Damaged(id, "it was saved under another name");
        }

        rest = rest[(sizeof(ushort) + id.Length)..];
        return BinaryPrimitives.ReadUInt32BigEndian(rest) == (uint)(file.Length - fixedLength)
            ? new SecretBytes(rest[sizeof(uint)..^DigestLength])
            : throw Damaged(id, "its length is wrong");
    }

    internal static KeyException Damaged(string id, string why) =>
        new(KeyError.StoreDamaged, $"the file of the key {id} is damaged: {why}; restore it from a backup or recover the account");
}
