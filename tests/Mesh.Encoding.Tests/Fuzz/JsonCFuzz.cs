using System.Text.Json;

namespace Mesh.Encoding.Tests.Fuzz;

/// <summary>A document in two parts that share their codes, with a dictionary for every identifier.</summary>
internal static class JsonCFuzz
{
    private static readonly Dictionary<uint, string> Entries = new() { [0] = "alpha", [1] = "beta" };

    public static void Run(ReadOnlySpan<byte> input)
    {
        int half = input.Length / 2;
        var codes = new JsonCodes(id => id.Length % 2 == 0 ? Entries : null);
        foreach (byte[] part in new[] { input.ToArray(), input[..half].ToArray(), input[half..].ToArray() })
        {
            try
            {
                byte[] json = TolerantJson.Normalise(part, codes: codes);
                if (json.Length > (16 * part.Length) + 4096)
                {
                    throw new InvalidOperationException("a document grew beyond its limit");
                }

                StrictJson.Parse(json).Dispose();
            }
            catch (EncodingException)
            {
                // Refusal is the other allowed outcome.
            }
        }
    }
}
