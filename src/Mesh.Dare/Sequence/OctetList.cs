namespace Mesh.Dare;

/// <summary>Octets that only grow.</summary>
internal sealed class OctetList
{
    private byte[] _octets = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _octets.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _octets.AsMemory(0, Length);

    public void Add(ReadOnlySpan<byte> octets)
    {
        int length = checked(Length + octets.Length);
        if (length > _octets.Length)
        {
            Array.Resize(ref _octets, (int)Math.Min(Array.MaxLength, Math.Max(length, 2L * _octets.Length)));
        }

        octets.CopyTo(_octets.AsSpan(Length));
        Length = length;
    }

    public void Clear() => Length = 0;
}
