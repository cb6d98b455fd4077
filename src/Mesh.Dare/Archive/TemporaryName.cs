using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>Names for what is not complete: random, so that nobody can take one beforehand.</summary>
internal static class TemporaryName
{
    /// <summary>What all of them begin with.</summary>
    public const string Start = ".mesh-part-";

    public static string New() => Start + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
