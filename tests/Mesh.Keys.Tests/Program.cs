using System.Globalization;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests;

/// <summary>Run by the key store tests as other processes: saves the same secret over and over, and opens the store each time.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is not ["save", string root, string fill, string count])
        {
            return 2;
        }

        byte octet = byte.Parse(fill, CultureInfo.InvariantCulture);
        using SecretBytes secret = SecretBytes.Create(500, s => s.Fill(octet));
        for (int i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
        {
            new FileKeyStore(root).Save("SHARED", secret);
        }

        return 0;
    }
}
