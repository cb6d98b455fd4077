using System.Security.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// What a seal holds (Mesh channel, section 1): 01 ‖ number(8) ‖ ck(64) ‖ k(32) ‖ n(8) ‖ h(64) ‖ e_r(56) ‖ LP(domain), the
/// responder's state between M2 and M3, so that the host itself keeps none. ck … e_r are the 224 octets of the Noise state.
/// </summary>
internal sealed class SealContent : IDisposable
{
    public const int StateOctets = 64 + 32 + 8 + 64 + 56;
    private const byte Version = 0x01;

    private readonly byte[] _state;

    public SealContent(ulong number, ReadOnlySpan<byte> state, string domain)
    {
        if (state.Length != StateOctets)
        {
            throw new ArgumentException($"a responder's state has {StateOctets} octets", nameof(state));
        }

        Number = number;
        _state = GC.AllocateArray<byte>(StateOctets, pinned: true);
        state.CopyTo(_state);
        Domain = domain;
    }

    public ulong Number { get; }

    public ReadOnlySpan<byte> State => _state;

    public string Domain { get; }

    /// <summary>The octets to be sealed; the caller erases them.</summary>
    public byte[] Write()
    {
        byte[] domain = Wire.Ascii(Domain);
        byte[] octets = new byte[1 + 8 + StateOctets + Wire.Prefixed(domain.Length)];
        var writer = new OctetWriter(octets);
        writer.Octet(Version);
        writer.UInt64(Number);
        writer.Octets(_state);
        writer.Prefixed(domain);
        return octets;
    }

    public static SealContent Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "seal content");
        reader.Type(Version);
        ulong number = reader.UInt64();
        ReadOnlySpan<byte> state = reader.Take(StateOctets);
        ReadOnlySpan<byte> domain = reader.Prefixed();
        reader.End();
        return new SealContent(number, state, System.Text.Encoding.ASCII.GetString(domain));
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_state);
}
