using System.Globalization;
using System.Numerics;
using Mesh.Encoding;

namespace Mesh.Manager.Tests;

/// <summary>Finds a secret, or a part of it, in what a program said, however it is spelled.</summary>
internal sealed class Leak
{
    // Eight octets or more of a secret do not come about by chance.
    private const int Base32Window = 13;
    private const int HexWindow = 16;
    private const int Base64Window = 11;

    private readonly HashSet<string> _folded = [];
    private readonly HashSet<string> _exact = [];
    private readonly List<string> _decimal = [];

    /// <param name="texts">Fingerprints: a secret, and shares.</param>
    /// <param name="octetsInCommon">Octets at the head of the binary form that are no secret: type, and number or algorithm.</param>
    public Leak(IEnumerable<string> texts, int octetsInCommon)
    {
        foreach (string text in texts)
        {
            byte[] all = Base32.Decode(text);
            foreach (byte[] octets in new[] { all, all[octetsInCommon..] })
            {
                foreach (byte[] order in new[] { octets, [.. octets.Reverse()] })
                {
                    Windows(_folded, Plain(Base32.Encode(order)), Base32Window);
                    Windows(_folded, Convert.ToHexString(order), HexWindow);
                    Windows(_exact, Convert.ToBase64String(order).TrimEnd('='), Base64Window);
                    Windows(_exact, Base64UrlText.Encode(order), Base64Window);
                    _decimal.Add(new BigInteger(order, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture));
                }

                Windows(_folded, Plain(string.Join(',', octets)), 20);
            }
        }
    }

    public bool IsIn(string output)
    {
        string folded = Plain(output);
        return _folded.Any(w => folded.Contains(w, StringComparison.Ordinal)) || _exact.Any(w => output.Contains(w, StringComparison.Ordinal))
            || _decimal.Any(w => output.Contains(w, StringComparison.Ordinal));
    }

    private static string Plain(string text) => string.Concat(text.Where(c => c is not ('-' or ' ' or '\n' or '\r' or '\t'))).ToUpperInvariant();

    private static void Windows(HashSet<string> windows, string text, int length)
    {
        for (int i = 0; i + length <= text.Length; i++)
        {
            windows.Add(text.Substring(i, length));
        }
    }
}
