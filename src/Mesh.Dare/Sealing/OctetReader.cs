namespace Mesh.Dare;

/// <summary>Puts the next octets into <paramref name="destination"/>, at least one unless there are no more, and gives their number.</summary>
internal delegate int OctetReader(Span<byte> destination);
