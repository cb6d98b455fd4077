namespace Mesh.Dare;

/// <summary>A set of digests of 16 octets, of which there may be millions: some 21 octets each, where the sets of the platform take 36 to 72.</summary>
internal sealed class DigestSet
{
    private UInt128[] _slots = new UInt128[1 << 10];
    private bool _hasZero;

    public int Count { get; private set; }

    /// <summary>Adds a digest; false when it is there already.</summary>
    public bool Add(UInt128 digest)
    {
        // Zero stands for a free slot.
        if (digest == UInt128.Zero)
        {
            bool isNew = !_hasZero;
            _hasZero = true;
            Count += isNew ? 1 : 0;
            return isNew;
        }

        if (Count >= _slots.Length - (_slots.Length >> 2))
        {
            Grow();
        }

        if (!Insert(_slots, digest))
        {
            return false;
        }

        Count++;
        return true;
    }

    private static bool Insert(UInt128[] slots, UInt128 digest)
    {
        int mask = slots.Length - 1;
        for (int at = (int)((ulong)(digest & ulong.MaxValue) & (ulong)mask); ; at = (at + 1) & mask)
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

    private void Grow()
    {
        var larger = new UInt128[_slots.Length * 2];
        foreach (UInt128 digest in _slots)
        {
            if (digest != UInt128.Zero)
            {
                Insert(larger, digest);
            }
        }

        _slots = larger;
    }
}
