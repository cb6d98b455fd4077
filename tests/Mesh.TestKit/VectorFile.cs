using System.Text.Json;

namespace Mesh.TestKit;

/// <summary>Finds the vector files: the project's own under tests/vectors, third-party ones beside the checkout.</summary>
public static class VectorFile
{
    private static readonly Lazy<string> Root = new(FindRoot);

    /// <summary>The root folder of the repository that this test run belongs to.</summary>
    public static string RepositoryRoot => Root.Value;

    /// <summary>Parses tests/vectors/<paramref name="name"/>.</summary>
    public static JsonDocument Own(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot, "tests", "vectors", name)));

    /// <summary>
    /// The path of a third-party file such as <c>wycheproof/x448_test.json</c>, or null where it is absent. They are looked for in
    /// the folder named by MESH_VECTORS, else in <c>shared/vectors</c> beside the checkout.
    /// </summary>
    public static string? ThirdParty(string name)
    {
        string folder = Environment.GetEnvironmentVariable("MESH_VECTORS")
            ?? Path.Combine(RepositoryRoot, "..", "shared", "vectors");
        string path = Path.GetFullPath(Path.Combine(folder, name));
        return File.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "Mesh.slnx")))
            {
                return d.FullName;
            }
        }

        throw new DirectoryNotFoundException("Mesh.slnx was not found above " + AppContext.BaseDirectory);
    }
}
