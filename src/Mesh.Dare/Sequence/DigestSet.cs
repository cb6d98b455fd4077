namespace Mesh.Dare;

/// <summary>
/// A set of digests of 16 octets, of which there may be millions: some 33 octets each at most, where the sets of the platform take 36 to 72, and more than
/// twice that while they grow. It is made of small tables that grow one at a time.
/// </summary>
internal sealed class DigestSet
{
    private const int Tables = 256;
    private const int Fewest = 16;

    private readonly UInt128[][] _tables = new UInt128[Tables][];
    private readonly int[] _counts = new int[Tables];
    private bool _hasZero;

    public int Count { get; private set; }

    /// <summary>Adds a digest; false when it is there already.</summary>
    public bool Add(UInt128 digest)
    {
        bool isNew = digest == UInt128.Zero ? !_hasZero : Insert(digest);
        _hasZero |= digest == UInt128.Zero;
        Count += isNew ? 1 : 0;
        return isNew;
    }

    // Zero stands for a free slot.
    private bool Insert(UInt128 digest)
    {
        int number = (int)(digest >> 120);
        UInt128[] table = _tables[number] ??= new UInt128[Fewest];
        if (_counts[number] >= table.Length - (table.Length >> 2))
        {
            table = _tables[number] = Larger(table);
        }

        bool isNew = Insert(table, digest);
        _counts[number] += isNew ? 1 : 0;
        return isNew;
    }

    private static bool Insert(UInt128[] slots, UInt128 digest)
    {
        int mask = slots.Length - 1;
        for (int at = (int)(digest & (UInt128)mask); ; at = (at + 1) & mask)
        {
            if (slots[at] == digest)
            {
                return false;
            }

            if (slots[at] == UInt128.Zero)
            {
                slots[at] = digest;
                return true;
            }
        }
    }

    private static UInt128[] Larger(UInt128[] slots)
    {
        var larger = new UInt128[slots.Length * 2];
        foreach (UInt128 digest in slots)
        {
            if (digest != UInt128.Zero)
            {
                Insert(larger, digest);
            }
        }

        return larger;
    }
}
