namespace Mesh.EndToEnd.Tests;

/// <summary>Copies a folder as a thief does: every file, with its mode.</summary>
internal static class FolderCopy
{
    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(to, File.GetUnixFileMode(from));
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Make(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
