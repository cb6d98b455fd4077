using Xunit;

namespace Mesh.TestKit;

/// <summary>A fact that reads third-party files in place and is skipped, visibly, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ThirdPartyFactAttribute : FactAttribute
{
    public ThirdPartyFactAttribute(params string[] files)
    {
        Files = files;
        string[] absent = [.. files.Where(f => VectorFile.ThirdParty(f) is null)];
        if (absent.Length > 0)
        {
            Skip = "third-party vectors absent (set MESH_VECTORS): " + string.Join(", ", absent);
        }
    }

    public IReadOnlyList<string> Files { get; }
}
