using System.Text.Json;

namespace Mesh.Encoding.Tests;

/// <summary>The published and recomputed values of udf.json.</summary>
internal static class UdfVectors
{
    public static readonly VectorSet Set = new("udf.json");

    public static UdfDigest Algorithm(JsonElement vector) =>
        vector.In("algorithm").Text().Contains("SHA-3", StringComparison.Ordinal) ? UdfDigest.Sha3 : UdfDigest.Sha2;
}
