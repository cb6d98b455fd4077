using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>Lists are never <c>default</c>: an absent member is the empty list.</summary>
internal static class ImmutableArrays
{
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> list) => list.IsDefault ? [] : list;
}
