using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Writes the octets of <see cref="ReadingKeys"/>, which says of what they consist.</summary>
internal sealed class ReadingKeysWriter : IDisposable
{
    private readonly ErasingBuffer _buffer = new();

    /// <summary>What a membership that was verified gives.</summary>
    /// <param name="membership">The membership, opened.</param>
    /// <param name="octets">The octets that it was opened from.</param>
    /// <param name="seedName">The name of the seed of the device.</param>
    /// <param name="seed">That seed.</param>
    public static SecretBytes Write(Membership membership, SecretBytes octets, string seedName, SecretBytes seed)
    {
        using var writer = new ReadingKeysWriter();
        writer._buffer.Write(ReadingKeys.Magic);
        writer.Int32(ReadingKeys.Version);
        writer._buffer.Write(SHA256.HashData(octets.Reveal()));
        writer._buffer.Write(SHA256.HashData(seed.Reveal()));
        (DateTimeOffset from, DateTimeOffset until) = Validity(membership.Device);
        writer.Int64(from.UtcTicks);
        writer.Int64(until.UtcTicks);
        writer.Text(seedName);
        writer.Stores(membership);
        writer.Keys(membership.AccountKeyring);
        writer.PublicKeys(membership.Administrators);
        writer.PublicKeys(membership.Signers);
        return new SecretBytes(writer._buffer.Written);
    }

    public void Dispose() => _buffer.Dispose();

    // When the membership can be opened at all: a key of the connections may be for a time only.
    private static (DateTimeOffset From, DateTimeOffset Until) Validity(VerifiedDevice device)
    {
        (DateTimeOffset from, DateTimeOffset until) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (ProfileKey slot in device.ConnectionService.Value.Keys.Concat(device.ConnectionDevice.Value.Keys))
        {
            from = slot.Key?.NotBefore > from ? slot.Key.NotBefore.Value : from;
            until = slot.Key?.NotOnOrAfter < until ? slot.Key.NotOnOrAfter.Value : until;
        }

        return (from, until);
    }

    private void Stores(Membership membership)
    {
        ActivationEntry[] entries = [.. membership.Common.Entries.Where(e => StoreTable.Find(e.Resource)?.Kind == StoreKind.Catalog)];
        Int32(entries.Length);
        foreach (ActivationEntry entry in entries)
        {
            Text(StoreLabel.Canonical(entry.Resource));
            Prefixed(entry.IndexKey is { } index ? index.Octets.Reveal() : default);
            Octet(StoreTable.Find(entry.Resource)!.SignedByAdministrator);
            Keys(membership.StoreKeys(entry.Resource)!);
        }
    }

    private void Keys(Keyring keys)
    {
        Int32(keys.Count);
        foreach (AgreementPrivateKey key in keys.All)
        {
            Text(key.Kid);
            Octet(key.Form == PrivateKeyForm.Residue);
            using SecretBytes octets = key.RevealOctets();
            _buffer.Write(octets.Reveal());
        }
    }

    private void PublicKeys(IReadOnlyList<SignaturePublicKey> keys)
    {
        Int32(keys.Count);
        foreach (SignaturePublicKey key in keys)
        {
            Prefixed(key.Octets.Span);
        }
    }

    private void Text(string text) => Prefixed(System.Text.Encoding.ASCII.GetBytes(text));

    private void Prefixed(ReadOnlySpan<byte> octets)
    {
        Int32(octets.Length);
        _buffer.Write(octets);
    }

    private void Octet(bool value) => _buffer.Write([value ? (byte)1 : (byte)0]);

    private void Int32(int value)
    {
        Span<byte> octets = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, value);
        _buffer.Write(octets);
    }

    private void Int64(long value)
    {
        Span<byte> octets = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        _buffer.Write(octets);
    }
}
