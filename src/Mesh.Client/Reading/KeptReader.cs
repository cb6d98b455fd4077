using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>
/// Reads the octets of <see cref="ReadingKeys"/>. What is not there reads as nothing and zero, and <see cref="Failed"/> says so: the caller
/// looks at the end.
/// </summary>
internal ref struct KeptReader(ReadOnlySpan<byte> octets)
{
    private readonly ReadOnlySpan<byte> _octets = octets;
    private int _at;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _at == _octets.Length;

    public int Int32() => Octets(sizeof(int)) is { Length: sizeof(int) } number ? BinaryPrimitives.ReadInt32BigEndian(number) : 0;

    public long Int64() => Octets(sizeof(long)) is { Length: sizeof(long) } number ? BinaryPrimitives.ReadInt64BigEndian(number) : 0;

    public ReadOnlySpan<byte> Prefixed() => Octets(Int32());

    public string Text() => System.Text.Encoding.ASCII.GetString(Prefixed());

    public ReadOnlySpan<byte> Octets(int count)
    {
        if (Failed || count < 0 || count > _octets.Length - _at)
        {
            Failed = true;
            return default;
        }

        _at += count;
        return _octets.Slice(_at - count, count);
    }

    public void SkipHead()
    {
        Octets(ReadingKeys.Magic.Length + sizeof(int) + (2 * SHA256.HashSizeInBytes) + (2 * sizeof(long)));
        Prefixed();
    }

    public List<KeptKey> Keys()
    {
        List<KeptKey> keys = [];
        int count = Int32();
        for (int i = 0; i < count && !Failed; i++)
        {
            string kid = Text();
            PrivateKeyForm form = Octets(1) is [1] ? PrivateKeyForm.Residue : PrivateKeyForm.Ordinary;
            int offset = _at;
            Octets(KeptKey.Size);
            keys.Add(new KeptKey(kid, form, offset));
        }

        return keys;
    }

    public List<byte[]> PublicKeys()
    {
        List<byte[]> keys = [];
        int count = Int32();
        for (int i = 0; i < count && !Failed; i++)
        {
            keys.Add(Prefixed().ToArray());
        }

        return keys;
    }
}
