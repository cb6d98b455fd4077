// Collecting shares from people (Mesh rulings 21; P-31): as text, with or without the set that checks each alone. Extra shares are welcome
// and must agree; a bad one is named. Nothing here writes anything.

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

    /// <summary>How many different shares there are.</summary>
    public int Count => _shares.Count;

    /// <summary>How many more are needed; at least one before the first.</summary>
    public int Missing => _shares.Count == 0 ? 1 : Math.Max(0, _shares[0].Share.Threshold - _shares.Count);

    /// <summary>The identifier of the set that came with them.</summary>
    public string? SetId => _set is null ? null : IssuedShares.IdOf(_set);

    /// <summary>The account whose profile key signed the set.</summary>
    public string? AccountUdf { get; private set; }

    /// <summary>The numbers of the shares, in order.</summary>
    public IEnumerable<int> Numbers => _shares.Select(s => s.Share.Abscissa).Order();

    /// <summary>Takes one line: a share, a set, or a line of a sheet. Empty lines and comments are skipped, the same share twice counts once.</summary>
    /// <param name="line">The line.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: neither share nor set; <see cref="ClientError.Verification"/>:
    /// of another set, or a set that its signature does not fit.</exception>
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

    /// <summary>Checks every share against the set, where there is one.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>: names the share that is wrong.</exception>
    public void Check()
    {
        if (_set is { } set && _shares.Where(s => !set.Contains(s.Share)).ToList() is [_, ..] bad)
        {
            throw new ClientException(
                ClientError.Verification, $"{Sentence(string.Join(", ", bad.Select(Name)))} does not belong to the set {SetId}: mistyped, or of another set.");
        }
    }

    /// <summary>Recovers the secret.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: too few; <see cref="ClientError.Verification"/>: they
    /// contradict each other or the set, or what they give is not what the set is about.</exception>
    public RecoveredSecret Recover()
    {
        if (Missing > 0)
        {
            throw new ClientException(ClientError.InvalidInput, _shares.Count == 0
                ? "There are no shares. Give them as -, as @file, or with --file."
                : $"{_shares[0].Share.Threshold} shares are needed, and here are {_shares.Count}.");
        }

        Check();
        SecretBytes octets;
        try
        {
            octets = EscrowShares.Recover([.. _shares.Select(s => s.Share)]);
        }
        catch (KeyException e)
        {
            throw new ClientException(ClientError.Verification, Sentence(e.Message) + ".", e);
        }

        using (octets)
        {
            return Identify(octets);
        }
    }

    /// <summary>Zeroes the shares.</summary>
    public void Dispose()
    {
        _shares.ForEach(s => s.Share.Dispose());
        _shares.Clear();
    }

    private RecoveredSecret Identify(SecretBytes octets)
    {
        int extra = _shares.Count - _shares[0].Share.Threshold;
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

        (EscrowShare Share, string Source) other = _shares.FirstOrDefault(s => s.Share.Abscissa == share.Abscissa);
        if (other.Share is null)
        {
            _shares.Add((share, source));
            return;
        }

        using (share)
        using (SecretBytes one = share.RevealBinary())
        using (SecretBytes two = other.Share.RevealBinary())
        {
            if (!one.FixedTimeEquals(two))
            {
                throw new ClientException(
                    ClientError.Verification, $"{source} and {other.Source} both say that they are share {share.Abscissa}, and differ: one is mistyped or of another set.");
            }
        }
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

    private static string Name((EscrowShare Share, string Source) item) => $"share {item.Share.Abscissa} ({item.Source})";

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..];
}
