using System.Net;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>Token buckets per address prefix (Mesh channel, section 5). Safe for concurrent use, without locks.</summary>
public sealed class AddressBuckets
{
    private readonly TokenTable _table;
    private readonly bool _exemptLoopback;

    /// <summary>A table of full buckets.</summary>
    public AddressBuckets(HandshakeLimits limits, IRandomSource random, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        _table = new TokenTable(limits.Burst, limits.PerSecond, random, clock);
        _exemptLoopback = limits.ExemptLoopback;
    }

    /// <summary>Takes one token of the bucket of <paramref name="address"/>; false where it has none.</summary>
    public bool TryTake(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (_exemptLoopback && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        {
            return true;
        }

        Span<byte> prefix = stackalloc byte[AddressPrefix.MaximumOctets];
        return _table.TryTake(prefix[..AddressPrefix.Write(address, prefix)]);
    }
}
