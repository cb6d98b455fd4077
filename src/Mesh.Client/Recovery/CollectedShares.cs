// Collecting shares from people (Mesh rulings 21; P-31): as text, with or without the set that checks each alone. Extra shares are welcome.
// With the set a bad one is named and left out; without it all must agree. Nothing here writes anything.

using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Shares on their way to a secret. Dispose it: it holds them.</summary>
public sealed class CollectedShares : IDisposable
{
    private const int MostLines = 1000;
    private const int LongestLine = 65_536;

    private readonly List<(EscrowShare Share, string Source)> _shares = [];
    private EscrowShareSet? _set;
    private int _lines;

    /// <summary>How many different shares there are, good and bad.</summary>
    public int Count => _shares.Count;

    /// <summary>How many more are needed; at least one before the first. With a set, only the shares that belong to it count.</summary>
    public int Missing => _set is { } set
        ? Math.Max(0, set.Threshold - Good.Count())
        : _shares.Count == 0 ? 1 : Math.Max(0, _shares[0].Share.Threshold - Numbers.Count());

    /// <summary>The identifier of the set that came with them.</summary>
    public string? SetId => _set is null ? null : IssuedShares.IdOf(_set);

    /// <summary>The account whose profile key signed the set.</summary>
    public string? AccountUdf { get; private set; }

    /// <summary>How many shares recover the secret, as the set says.</summary>
    public int? SetThreshold => _set?.Threshold;

    /// <summary>How many shares were made, as the set says.</summary>
    public int? SetCount => _set?.Count;

    /// <summary>The numbers of the shares that count, in order: all of them, or those that belong to the set.</summary>
    public IEnumerable<int> Numbers => Good.Select(s => s.Share.Abscissa).Distinct().Order();

    private IEnumerable<(EscrowShare Share, string Source)> Good => _set is { } set ? _shares.Where(s => set.Contains(s.Share)) : _shares;

    /// <summary>Takes one line: a share, a set, or a line of a sheet. Empty lines and comments are skipped, the same share twice counts once.</summary>
    /// <param name="line">The line.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: neither share nor set; <see cref="ClientError.Verification"/>:
    /// another set than before, or one that its signature does not fit.</exception>
    public void Add(string line, string source)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (++_lines > MostLines || line.Length > LongestLine)
        {
            throw new ClientException(ClientError.InvalidInput, $"{source} is too long: it holds no shares.");
        }

        ReadOnlySpan<char> text = line.AsSpan().Trim();
        if (text.IsEmpty || text[0] == SheetLines.Comment)
        {
            return;
        }

        if (text.StartsWith(SheetLines.Set, StringComparison.OrdinalIgnoreCase))
        {
            text = text[SheetLines.Set.Length..].TrimStart();
        }
        else if (text.StartsWith(SheetLines.Share, StringComparison.OrdinalIgnoreCase))
        {
            text = text[SheetLines.Share.Length..].TrimStart();
        }

        if (text.Length > 0 && text[0] is '{' or '[')
        {
            AddSet(System.Text.Encoding.UTF8.GetBytes(text.ToString()), source);
        }
        else
        {
            AddShare(text, source);
        }
    }

    /// <summary>
    /// Asks the set of each share alone; no threshold is needed. A set that its signature does not fit was refused before.
    /// </summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: there is no share; <see cref="ClientError.Verification"/>:
    /// there is no set, without which nothing can be said of one share.</exception>
    public IReadOnlyList<CheckedShare> Check()
    {
        if (_shares.Count == 0)
        {
            throw NoShares();
        }

        return _set is { } set
            ? [.. _shares.Select(s => new CheckedShare(s.Share.Abscissa, s.Share.Threshold, s.Source, set.Contains(s.Share)))]
            : throw new ClientException(
                ClientError.Verification,
                "Without its share set nothing can be said of a share: the set is the line that begins with Set: on every holder's sheet.");
    }

    /// <summary>Why the shares that do not belong to the set do not, in one sentence; null where there are none, or no set.</summary>
    public string? Bad()
    {
        (EscrowShare Share, string Source)[] bad = _set is { } set ? [.. _shares.Where(s => !set.Contains(s.Share))] : [];
        return bad.Length == 0
            ? null
            : $"{Sentence(string.Join(", ", bad.Select(Name)))} {(bad.Length == 1 ? "does" : "do")} not belong to the set {SetId}: mistyped, or of another set.";
    }

    /// <summary>
    /// Recovers the secret. With a set, from the shares that belong to it; the others are left out, and <see cref="Bad"/> names them.
    /// </summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: too few; <see cref="ClientError.Verification"/>: too few
    /// belong to the set, they contradict each other, or what they give is not what the set is about.</exception>
    public RecoveredSecret Recover()
    {
        Require();
        EscrowShare[] shares = [.. Good.Select(s => s.Share)];
        SecretBytes octets;
        try
        {
            octets = EscrowShares.Recover(shares);
        }
        catch (KeyException e)
        {
            throw new ClientException(ClientError.Verification, Sentence(e.Message) + ".", e);
        }

        using (octets)
        {
            return Identify(octets, shares.Length - shares[0].Threshold);
        }
    }

    /// <summary>Zeroes the shares.</summary>
    public void Dispose()
    {
        _shares.ForEach(s => s.Share.Dispose());
        _shares.Clear();
    }

    private void Require()
    {
        if (_shares.Count == 0)
        {
            throw NoShares();
        }

        if (_set is null && _shares.GroupBy(s => s.Share.Abscissa).FirstOrDefault(g => g.Count() > 1)?.ToArray() is [var one, var two, ..])
        {
            throw new ClientException(
                ClientError.Verification,
                $"{one.Source} and {two.Source} both say that they are share {one.Share.Abscissa}, and differ: one is mistyped or of another set.");
        }

        if (Missing > 0)
        {
            int needed = _set?.Threshold ?? _shares[0].Share.Threshold;
            string few = $"{needed} shares are needed, and here {(Numbers.Count() == 1 ? "is" : "are")} {Numbers.Count()}.";
            throw Bad() is { } bad
                ? new ClientException(ClientError.Verification, $"{bad} {few}")
                : new ClientException(ClientError.InvalidInput, few);
        }
    }

    private RecoveredSecret Identify(SecretBytes octets, int extra)
    {
        KeySeed? seed = TrySeed(octets);
        try
        {
            string? account = seed is { Kind: SeedKind.MeshProfileAccount } ? AccountOf(seed) : null;
            if (AccountUdf is not null && !UdfText.Same(account, AccountUdf))
            {
                throw new ClientException(ClientError.Verification, $"The shares do not give the seed of {AccountUdf}: one of them is wrong.");
            }

            if (seed is null && octets.Length < SymmetricKey.MinimumLength)
            {
                throw new ClientException(ClientError.Verification, "The shares give no key and no seed: one of them is mistyped or of another set.");
            }

            return seed is null
                ? new RecoveredSecret(SymmetricKey.FromOctets(octets.Reveal()), SetId, extra)
                : new RecoveredSecret(seed, account, SetId, AccountUdf is not null, extra);
        }
        catch
        {
            seed?.Dispose();
            throw;
        }
    }

    private static string AccountOf(KeySeed seed)
    {
        using AccountKeySet keys = AccountKeySet.Of(seed);
        return keys.Profile.Kid;
    }

    private static KeySeed? TrySeed(SecretBytes octets)
    {
        try
        {
            return KeySeed.FromBinary(octets.Reveal());
        }
        catch (KeyException)
        {
            return null;
        }
    }

    private void AddShare(ReadOnlySpan<char> text, string source)
    {
        EscrowShare share;
        try
        {
            share = EscrowShare.Parse(text);
        }
        catch (KeyException e)
        {
            throw new ClientException(ClientError.InvalidInput, $"{source}: {e.Message}.", e);
        }

        if (_shares.Any(s => Same(s.Share, share)))
        {
            share.Dispose();
            return;
        }

        _shares.Add((share, source));
    }

    private static bool Same(EscrowShare one, EscrowShare two)
    {
        using SecretBytes left = one.RevealBinary();
        using SecretBytes right = two.RevealBinary();
        return left.FixedTimeEquals(right);
    }

    private void AddSet(byte[] json, string source)
    {
        EscrowShareSet set;
        string? account = null;
        try
        {
            if (json[0] == (byte)'{')
            {
                using JsonDocument document = StrictJson.Parse(json);
                set = EscrowShareSet.Read(document.RootElement);
            }
            else
            {
                Verified<ShareSet> signed = ShareSetValidator.Validate(EnvelopedReader.Parse<ShareSet>(json));
                set = signed.Value.ToEscrow();
                account = signed.Value.ProfileSignature.PublicParameters!.Kid;
            }
        }
        catch (SchemaException e) when (e.Code is SchemaError.SignatureInvalid or SchemaError.KeyInvalid)
        {
            throw new ClientException(ClientError.Verification, $"The share set in {source} was changed: {e.Message}.", e);
        }
        catch (Exception e) when (e is SchemaException or EncodingException or KeyException)
        {
            throw new ClientException(ClientError.InvalidInput, $"{source}: what begins like a share set is none: {e.Message}.", e);
        }

        bool same = _set is null || (IssuedShares.IdOf(set) == SetId && account == AccountUdf && set.Count == _set.Count
            && set.Commitments.Zip(_set.Commitments).All(c => c.First.Span.SequenceEqual(c.Second.Span)));
        if (!same)
        {
            throw new ClientException(ClientError.Verification, $"{source} holds the share set {IssuedShares.IdOf(set)}, the others {SetId}: do not mix them.");
        }

        _set = set;
        AccountUdf = account;
    }

    private static ClientException NoShares() =>
        new(ClientError.InvalidInput, "There are no shares. Give them as -, as @file, or with --file.");

    private static string Name((EscrowShare Share, string Source) item) => $"share {item.Share.Abscissa} ({item.Source})";

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..];
}
