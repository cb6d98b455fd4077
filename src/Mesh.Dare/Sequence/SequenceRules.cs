using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// What the policy of a sequence demands (DARE 4.7 and 4.8, D-16; docs/format/sequence.md, section 4), of writers and of what is read. Whatever
/// cannot be shown to follow the policy is refused.
/// </summary>
internal sealed class SequenceRules
{
    private readonly DarePolicy _policy;
    private readonly HashSet<string> _readers;

    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>: a policy that cannot be followed.</exception>
    public SequenceRules(DarePolicy? policy)
    {
        _policy = policy ?? new DarePolicy();
        _readers = [.. _policy.EncryptKeys.Select(k => k.Kid)];
        bool known = _policy.EncryptionAlgorithm is null or "none" or BodyCipherNames.A256GcmS64K
            && _policy.DigestAlgorithm is null or "S512";
        if (!known || (Signing != "None" && _policy.SignKeys.Count == 0) || (!_policy.RequiresEncryption && (_readers.Count > 0 || _policy.IsHidden)))
        {
            throw new DareException(DareError.UnsupportedAlgorithm, "The policy of the sequence cannot be followed.");
        }
    }

    public DarePolicy Policy => _policy;

    public bool Encrypts => _policy.RequiresEncryption;

    /// <summary>None, Once, Session or Isolated.</summary>
    public string Encryption => !Encrypts ? "None" : _policy.Encryption ?? "Isolated";

    /// <summary>True where frames share the base seed of an exchange frame.</summary>
    public bool HasExchanges => Encryption is "Once" or "Session";

    /// <summary>None, Isolated, Last or Any.</summary>
    public string Signing => _policy.Signature ?? (_policy.SignKeys.Count > 0 ? "Last" : "None");

    /// <summary>True where roots are signed.</summary>
    public bool SignsRoots => Signing is "Last" or "Any";

    /// <summary>Requires the keys that a writer needs.</summary>
    /// <param name="options">The keys at hand.</param>
    /// <param name="goesOn">True where there is an exchange of keys already: under <c>Once</c> there will be no other.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    public void RequireWriter(SequenceOptions options, bool goesOn = false)
    {
        if (options.Passphrase is not null && Encryption != "Once")
        {
            throw new DareException(DareError.InvalidRequest, "A passphrase opens a sequence whose policy is Once.");
        }

        bool exchanges = Encrypts && !(goesOn && Encryption == "Once");
        if (exchanges && _readers.Count == 0 && options.SymmetricRecipients.Count == 0 && options.Passphrase is null)
        {
            throw new DareException(DareError.InvalidRequest, "The sequence is to be encrypted, and nobody is named who could open it.");
        }

        if (!Encrypts && options.SymmetricRecipients.Count > 0)
        {
            throw new DareException(DareError.InvalidRequest, "The sequence is in clear: nothing of it can be kept from anybody.");
        }

        HashSet<string> signers = [.. options.Signers.Select(s => s.Kid)];
        List<string> demanded = [.. _policy.SignKeys.Select(k => k.Kid)];
        bool enough = Signing switch
        {
            "None" => signers.Count == 0,
            "Any" => signers.Count > 0 && signers.All(demanded.Contains),
            _ => signers.SetEquals(demanded),
        };
        if (!enough)
        {
            string whose = demanded.Count == 0 ? "of nobody" : string.Join(", ", demanded);
            throw new DareException(DareError.InvalidRequest, $"The policy of the sequence asks for the signatures of {whose}, and for no others.");
        }
    }

    /// <summary>Requires that a frame is encrypted as the policy says.</summary>
    /// <param name="frame">The frame, under the root.</param>
    /// <param name="exchange">The frame that it names by ExchangePosition; null where it names none.</param>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>.</exception>
    public void RequireSealing(SequenceFrame frame, SequenceFrame? exchange) =>
        RequireSealing(frame, exchange is { IsExchange: true } ? exchange.Index : null);

    /// <inheritdoc cref="RequireSealing(SequenceFrame, SequenceFrame)"/>
    /// <param name="frame">The frame, under the root.</param>
    /// <param name="exchange">The number of the exchange frame that it names; null where it names none.</param>
    public void RequireSealing(SequenceFrame frame, long? exchange)
    {
        if (frame.Index == 0 || frame.Meta.ContentType is SequenceContent.Checkpoint or SequenceContent.Erasure)
        {
            return;
        }

        DareHeader header = frame.Header;
        bool right = Encryption switch
        {
            "None" => !header.IsEncrypted,
            _ when frame.IsExchange => HasExchanges && header.IsEncrypted && Reaches(header),
            "Isolated" => header.IsEncrypted && Reaches(header) && exchange is null,
            "Once" => header.IsEncrypted && exchange is 1,
            _ => header.IsEncrypted && exchange is not null,
        };
        right &= !_policy.IsHidden || frame.IsMeta || header.Cloaked is not null;
        if (!right)
        {
            throw new DareException(DareError.EntryRefused, $"Frame {frame.Index} is not encrypted as the policy of the sequence demands.");
        }
    }

    /// <summary>The signatures that a frame has to bear by itself.</summary>
    public SignerPolicy FrameSigners(SequenceFrame frame) => Signing == "Isolated" && !frame.IsMeta
        ? SignerPolicy.AllOf(_policy.SignKeys)
        : SignerPolicy.None;

    /// <summary>The signatures that a root has to bear.</summary>
    public SignerPolicy RootSigners() => Signing == "Any" ? SignerPolicy.AnyOf(_policy.SignKeys) : SignerPolicy.AllOf(_policy.SignKeys);

    /// <summary>Requires that nobody signed whom the policy does not name: such an entry would be covered by nothing.</summary>
    /// <exception cref="DareException"><see cref="DareError.SignatureInvalid"/>.</exception>
    public void RequireNamed(SequenceFrame frame)
    {
        bool frameMay = Signing == "Isolated" && !frame.IsMeta;
        bool rootMay = SignsRoots && frame.IsMeta;
        bool stray = (!frameMay && frame.Trailer.Signatures.Count > 0)
            || (!rootMay && frame.Trailer.SequenceSignatures.Count > 0)
            || frame.Trailer.Signatures.Concat(frame.Trailer.SequenceSignatures).Any(s => !IsNamed(s))
            || Repeats(frame.Trailer.Signatures) || Repeats(frame.Trailer.SequenceSignatures);
        if (stray)
        {
            throw new DareException(DareError.SignatureInvalid, $"Frame {frame.Index} has a signature that the policy does not provide for.");
        }
    }

    private static bool Repeats(IReadOnlyList<DareSignature> signatures) =>
        signatures.Select(s => s.KeyIdentifier).Distinct(StringComparer.Ordinal).Count() != signatures.Count;

    private bool IsNamed(DareSignature signature) => _policy.SignKeys.Any((SignaturePublicKey k) => k.Kid == signature.KeyIdentifier);

    // Whoever holds a shared secret is not named in the policy, which is public.
    private bool Reaches(DareHeader header)
    {
        HashSet<string> kids = [.. (header.Recipients ?? []).Select(r => r.KeyIdentifier)];
        return kids.Count > 0 && _readers.IsSubsetOf(kids);
    }
}
