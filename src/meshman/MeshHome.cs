namespace Mesh.Manager;

/// <summary>Where this person's keys and stores are on this machine.</summary>
internal static class MeshHome
{
    /// <summary>The folder named by MESH_HOME, else <c>.mesh</c> in the home folder.</summary>
    public static string Folder() =>
        Environment.GetEnvironmentVariable("MESH_HOME") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mesh");
}
