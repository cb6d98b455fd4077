// Looks for secrets in octets, in every spelling that text formats give them: as they are, UTF-16, hexadecimal, base64 and base64url at any
// of the three alignments, Base32 at any of the five, whatever the letter case of the last and of hexadecimal, with dashes, spaces or line
// breaks anywhere. Of an unaligned spelling only those characters are looked for that the secret alone determines.

using System.Buffers;
using Mesh.Encoding;

namespace Mesh.EndToEnd.Tests;

/// <summary>A search for many secrets at once.</summary>
internal sealed class SecretSearch
{
    // Shorter ones would be found by accident.
    private const int FewestOctets = 6;
    private const int HeadLength = 4;

    private readonly Patterns _exact;
    private readonly Patterns _folded;

    public SecretSearch(IReadOnlyCollection<Secret> secrets)
    {
        Assert.All(secrets, s => Assert.True(s.Octets.Length >= FewestOctets, $"{s.Name} is too short to be looked for"));
        _exact = new Patterns(secrets.SelectMany(s => Exact(s.Octets).Select(p => (p, s.Name))));
        _folded = new Patterns(secrets.SelectMany(s => Folded(s.Octets).Select(p => (p, s.Name))));
    }

    /// <summary>The names of the secrets that the octets contain.</summary>
    public IReadOnlyCollection<string> Find(ReadOnlySpan<byte> octets)
    {
        // One character for each octet, so that the searches for text serve.
        string text = TextEncoding.Latin1.GetString(octets);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        _exact.Find(text, found);
        _exact.Find(Without(text, "\r\n \t"), found);
        _folded.Find(Without(text, "\r\n \t-").ToUpperInvariant(), found);
        return found;
    }

    private static string Without(string text, string dropped) =>
        text.AsSpan().ContainsAny(dropped) ? string.Concat(text.Split(dropped.ToCharArray())) : text;

    private static IEnumerable<string> Exact(byte[] secret)
    {
        yield return TextEncoding.Latin1.GetString(secret);
        if (secret.All(o => o is > 0 and < 0x80))
        {
            yield return TextEncoding.Latin1.GetString(TextEncoding.Unicode.GetBytes(TextEncoding.ASCII.GetString(secret)));
        }

        for (int before = 0; before < 3; before++)
        {
            byte[] placed = [.. new byte[before], .. secret, 0, 0];
            string base64 = Determined(Convert.ToBase64String(placed), 6, before, secret.Length);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<string> Folded(byte[] secret)
    {
        yield return Convert.ToHexString(secret);
        for (int before = 0; before < 5; before++)
        {
            byte[] placed = [.. new byte[before], .. secret, 0, 0, 0, 0];
            yield return Determined(Base32.Encode(placed).Replace("-", "", StringComparison.Ordinal), 5, before, secret.Length);
        }
    }

    private static string Determined(string encoded, int bits, int before, int length) =>
        encoded[(((before * 8) + bits - 1) / bits)..((before + length) * 8 / bits)];

    private sealed class Patterns
    {
        private readonly SearchValues<string> _all;
        private readonly ILookup<string, (string Pattern, string Name)> _byHead;

        public Patterns(IEnumerable<(string Pattern, string Name)> patterns)
        {
            (string Pattern, string Name)[] all = [.. patterns];
            _all = SearchValues.Create([.. all.Select(p => p.Pattern).Distinct()], StringComparison.Ordinal);
            _byHead = all.ToLookup(p => p.Pattern[..HeadLength]);
        }

        public void Find(string text, SortedSet<string> found)
        {
            ReadOnlySpan<char> rest = text;
            for (int at = rest.IndexOfAny(_all); at >= 0; at = rest.IndexOfAny(_all))
            {
                rest = rest[at..];
                foreach ((string pattern, string name) in _byHead[rest[..HeadLength].ToString()])
                {
                    if (rest.StartsWith(pattern, StringComparison.Ordinal))
                    {
                        found.Add(name);
                    }
                }

                rest = rest[1..];
            }
        }
    }
}
