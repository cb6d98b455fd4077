using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// Room for a point of any <see cref="PrimeGroup"/> in extended coordinates: four field elements of up to eight words. The group alone
/// knows what the words mean.
/// </summary>
[InlineArray(Words)]
internal struct GroupPoint
{
    private const int Words = 4 * 8;

    private ulong _first;

    /// <summary>Zeroes the point.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)this));
}
