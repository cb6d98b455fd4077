namespace Mesh.Dare.Tests;

/// <summary>
/// Compares a written form with the one that is kept under Snapshots, so that no format changes unnoticed. Octets that are not text are
/// shown in hexadecimal between angle brackets.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string name, ReadOnlySpan<byte> octets)
    {
        string path = Path.Combine(VectorFile.RepositoryRoot, "tests", "Mesh.Dare.Tests", "Snapshots", name + ".txt");
        Assert.True(File.Exists(path), $"there is no snapshot {path}; what was written is:\n{Show(octets)}");
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), Show(octets));
    }

    internal static string Show(ReadOnlySpan<byte> octets)
    {
        var text = new System.Text.StringBuilder();
        bool binary = false;
        foreach (byte octet in octets)
        {
            if (octet is >= 0x20 and < 0x7F == binary)
            {
                text.Append(binary ? '>' : '<');
                binary = !binary;
            }

            text.Append(binary ? octet.ToString("x2", null) : ((char)octet).ToString());
        }

        return text.Append(binary ? ">" : "").ToString();
    }
}
