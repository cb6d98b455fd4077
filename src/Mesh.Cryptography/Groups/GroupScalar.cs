using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// Room for an integer below the order of any <see cref="PrimeGroup"/>, which alone knows what the words mean. Who holds a secret
/// one clears it.
/// </summary>
[InlineArray(Words)]
internal struct GroupScalar
{
    private const int Words = 7;

    private ulong _first;

    /// <summary>Zeroes the number.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)this));
}
