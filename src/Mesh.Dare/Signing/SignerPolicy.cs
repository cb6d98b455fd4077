using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Whose signatures a caller asks for. Signatures by other keys are ignored; one by a key that is asked for must verify, or the
/// envelope is refused (Mesh sealing, section 6). The algorithm comes from these keys, never from the envelope.
/// </summary>
public sealed class SignerPolicy
{
    private readonly Dictionary<string, SignaturePublicKey> _keys;

    private SignerPolicy(IEnumerable<SignaturePublicKey> keys, bool all, bool any = true)
    {
        _keys = new(StringComparer.Ordinal);
        foreach (SignaturePublicKey key in keys)
        {
            _keys[key.Kid] = key;
        }

        NeedsAll = all;
        NeedsAny = any;
    }

    /// <summary>No signature is asked for; none is verified.</summary>
    public static SignerPolicy None { get; } = new([], all: false);

    /// <summary>The forms that count; signatures by keys asked for in any other form refuse the envelope.</summary>
    public SignatureForms Forms { get; private init; } = SignatureForms.SignedData;

    internal bool NeedsAll { get; }

    internal bool NeedsAny { get; }

    internal int Count => _keys.Count;

    internal IEnumerable<string> Kids => _keys.Keys;

    /// <summary>All of these must have signed.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no key.</exception>
    public static SignerPolicy AllOf(params IReadOnlyCollection<SignaturePublicKey> keys) => new(NotEmpty(keys), all: true);

    /// <summary>At least one of these must have signed, and none of them wrongly.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no key.</exception>
    public static SignerPolicy AnyOf(params IReadOnlyCollection<SignaturePublicKey> keys) => new(NotEmpty(keys), all: false);

    /// <summary>
    /// None of these need have signed, but where one did, its signature must verify: for a reader that reports who signed instead of
    /// demanding it.
    /// </summary>
    public static SignerPolicy WhereKnown(IReadOnlyCollection<SignaturePublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new SignerPolicy(keys, all: false, any: false);
    }

    /// <summary>The same keys, with these forms.</summary>
    public SignerPolicy With(SignatureForms forms) => new(_keys.Values, NeedsAll, NeedsAny) { Forms = forms };

    internal SignaturePublicKey? Find(string? kid) => kid is not null && _keys.TryGetValue(kid, out SignaturePublicKey? key) ? key : null;

    private static IReadOnlyCollection<SignaturePublicKey> NotEmpty(IReadOnlyCollection<SignaturePublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Count > 0
            ? keys
            : throw new DareException(DareError.InvalidRequest, "A policy that asks for signatures needs at least one key.");
    }
}
