using System.Security.Cryptography;

namespace Mesh.EndToEnd.Tests;

/// <summary>Every content that the files of a folder were seen to have, those included that were rewritten or deleted since.</summary>
internal sealed class FolderHistory(string root)
{
    private readonly HashSet<string> _known = [];
    private readonly List<(string Path, byte[] Octets)> _seen = [];

    /// <summary>Path within the folder, and content.</summary>
    public IReadOnlyList<(string Path, byte[] Octets)> Seen => _seen;

    /// <summary>Takes down what there is now.</summary>
    public void Look()
    {
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            byte[] octets;
            try
            {
                if (new FileInfo(file).Length == 0)
                {
                    continue; // a lock file: it cannot be opened while it is held, and holds nothing
                }

                octets = File.ReadAllBytes(file);
            }
            catch (FileNotFoundException)
            {
                continue; // a file under its temporary name, replaced meanwhile
            }

            string path = Path.GetRelativePath(root, file);
            if (_known.Add(path + Convert.ToHexString(SHA256.HashData(octets))))
            {
                _seen.Add((path, octets));
            }
        }
    }
}
