using System.Globalization;
using System.Text;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>The shares of a secret with the set that checks them. Dispose it when every holder has what is theirs.</summary>
public sealed class IssuedShares : IDisposable
{
    private readonly SymmetricKey? _made;

    internal IssuedShares(IReadOnlyList<EscrowShare> shares, EscrowShareSet set, byte[] json, string? accountUdf, SymmetricKey? made)
    {
        Shares = shares;
        SetId = IdOf(set);
        Set = System.Text.Encoding.UTF8.GetString(json);
        AccountUdf = accountUdf;
        _made = made;
    }

    /// <summary>The shares, numbered from 1.</summary>
    public IReadOnlyList<EscrowShare> Shares { get; }

    /// <summary>The set's random identifier as a fingerprint (<c>N…</c>). It says nothing about the secret.</summary>
    public string SetId { get; }

    /// <summary>The set, one line of JSON, which every holder gets beside their share; no secret. Signed where it is an account's.</summary>
    public string Set { get; }

    /// <summary>Fingerprint of the account whose seed this is; null for other secrets.</summary>
    public string? AccountUdf { get; }

    /// <summary>The text of the secret that was made for sharing; null where it was there before.</summary>
    public string? RevealNewSecret() => _made?.RevealUdf();

    /// <summary>What one holder gets: a few words, the share, the set. <see cref="CollectedShares"/> reads it.</summary>
    /// <param name="index">From 0.</param>
    public string Sheet(int index)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Recovery share {Shares[index].Abscissa} of {Shares.Count}")
            .Append(AccountUdf is { } account ? $" of the account {account}" : $" of the set {SetId}").Append('\n')
            .Append(CultureInfo.InvariantCulture, $"# Any {Shares[index].Threshold} of them recover the secret. Keep this where nobody else reads it.\n")
            .Append(SheetLines.Share).Append(' ').Append(Shares[index].RevealUdf()).Append('\n')
            .Append(SheetLines.Set).Append(' ').Append(Set).Append('\n');
        return text.ToString();
    }

    /// <summary>Zeroes the shares.</summary>
    public void Dispose()
    {
        foreach (EscrowShare share in Shares)
        {
            share.Dispose();
        }

        _made?.Dispose();
    }

    internal static string IdOf(EscrowShareSet set) => Udf.FromOctets(UdfType.Nonce, set.SetId.Span).ToString();
}
