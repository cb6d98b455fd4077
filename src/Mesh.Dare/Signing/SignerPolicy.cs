using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Whose signatures a caller asks for. Signatures by other keys are ignored; one by a key that is asked for must verify, or the
/// envelope is refused (Mesh sealing, section 6). The algorithm comes from these keys, never from the envelope.
/// </summary>
public sealed class SignerPolicy
{
    private readonly Dictionary<string, SignaturePublicKey> _keys;

    private SignerPolicy(Dictionary<string, SignaturePublicKey> keys, bool all, bool any = true)
    {
        _keys = keys;
        NeedsAll = all;
        NeedsAny = any;
    }

    /// <summary>No signature is asked for; none is verified.</summary>
    public static SignerPolicy None { get; } = new(ByKid([], atLeast: 0), all: false);

    /// <summary>The forms that count; signatures by keys asked for in any other form refuse the envelope.</summary>
    public SignatureForms Forms { get; private init; } = SignatureForms.SignedData;

    internal bool NeedsAll { get; }

    internal bool NeedsAny { get; }

    internal int Count => _keys.Count;

    /// <summary>The kids of the keys asked for, each once.</summary>
    internal IEnumerable<string> Kids => _keys.Values.Select(k => k.Kid).Distinct();

    /// <summary>All of these must have signed.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no key.</exception>
    public static SignerPolicy AllOf(params IReadOnlyCollection<SignaturePublicKey> keys) => new(ByKid(keys), all: true);

    /// <summary>At least one of these must have signed, and none of them wrongly.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no key.</exception>
    public static SignerPolicy AnyOf(params IReadOnlyCollection<SignaturePublicKey> keys) => new(ByKid(keys), all: false);

    /// <summary>
    /// None of these need have signed, but where one did, its signature must verify: for a reader that reports who signed instead of
    /// demanding it.
    /// </summary>
    public static SignerPolicy WhereKnown(IReadOnlyCollection<SignaturePublicKey> keys) => new(ByKid(keys, 0), all: false, any: false);

    /// <summary>The same keys, with these forms.</summary>
    public SignerPolicy With(SignatureForms forms) => new(_keys, NeedsAll, NeedsAny) { Forms = forms };

    /// <summary>
    /// The same keys, one of which old writers name by another kid than its fingerprint. It counts for the older forms only: SignedData names
    /// its signer, and by the fingerprint.
    /// </summary>
    public SignerPolicy WithName(string kid, SignaturePublicKey key)
    {
        ArgumentNullException.ThrowIfNull(kid);
        ArgumentNullException.ThrowIfNull(key);
        var keys = new Dictionary<string, SignaturePublicKey>(_keys, _keys.Comparer);
        keys.TryAdd(kid, key);
        return new SignerPolicy(keys, NeedsAll, NeedsAny) { Forms = Forms };
    }

    /// <summary>Requires that the policy demands a signature, where the result says that there is one.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    internal void RequireDemand()
    {
        if (_keys.Count == 0 || !(NeedsAll || NeedsAny))
        {
            throw new DareException(DareError.InvalidRequest, "Nothing is verified unless a signature is demanded.");
        }
    }

    internal SignaturePublicKey? Find(string? kid) => kid is not null && _keys.TryGetValue(kid, out SignaturePublicKey? key) ? key : null;

    private static Dictionary<string, SignaturePublicKey> ByKid(IReadOnlyCollection<SignaturePublicKey> keys, int atLeast = 1)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count < atLeast)
        {
            throw new DareException(DareError.InvalidRequest, "A policy that asks for signatures needs at least one key.");
        }

        var byKid = new Dictionary<string, SignaturePublicKey>(StringComparer.Ordinal);
        foreach (SignaturePublicKey key in keys)
        {
            byKid.TryAdd(key.Kid, key);
        }

        return byKid;
    }
}
