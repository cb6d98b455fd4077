using System.Reflection;

namespace Mesh.Cryptography.Examples;

/// <summary>Every example: a static class of this namespace with a method Run.</summary>
public static class Catalogue
{
    public static IReadOnlyList<MethodInfo> All { get; } =
        [.. typeof(Catalogue).Assembly.GetTypes().Where(t => t.Namespace == typeof(Catalogue).Namespace).OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => t.GetMethod("Run", BindingFlags.Public | BindingFlags.Static, [])).OfType<MethodInfo>()];
}
