namespace Mesh.Dare;

/// <summary>
/// Octets that may be absent. The language turns a null array, and a bare null beside memory, into memory that is there and empty; absent
/// and empty are different things in a header, so every such conversion goes through here.
/// </summary>
internal static class OptionalOctets
{
    public static ReadOnlyMemory<byte>? Of(byte[]? octets) =>
        octets is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(octets);
}
