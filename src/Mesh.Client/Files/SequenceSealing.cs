using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>How a sequence is sealed and signed, as the library wants it. It owns copies of the secrets.</summary>
internal sealed class SequenceSealing : IDisposable
{
    private const string Cipher = "A256GCM-S64K";

    private readonly FileSealing _sealing;
    private readonly List<SecretBytes> _secrets;
    private readonly SecretBytes? _passphrase;

    // The passphrase is taken over.
    private SequenceSealing(FileSealing sealing, DarePolicy policy, IEnumerable<SymmetricKey> secrets, SecretBytes? passphrase)
    {
        _sealing = sealing;
        Policy = policy;
        _secrets = [.. secrets.Select(k => new SecretBytes(k.Reveal()))];
        _passphrase = passphrase;
    }

    /// <summary>The policy of a new sequence.</summary>
    public DarePolicy Policy { get; }

    /// <summary>That of a new sequence.</summary>
    public static SequenceSealing OfNew(FileSealing sealing) =>
        new(sealing, Encrypting(new DarePolicy(), sealing, sealing.HidesMetadata) with
        {
            Signature = sealing.Signers.Count > 0 ? "Last" : null,
            SignKeys = Keys(sealing),
        }, sealing.SymmetricKeys, sealing.Passphrase?.Clone());

    /// <summary>That of a copy: what is not said anew is as it was.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>, <see cref="ClientError.NoDecryptionKey"/>: keys are missing.</exception>
    public static SequenceSealing OfCopy(
        SequenceCopying copying, IOctetSource octets, SequenceReader source, FileOpening opening, ArchiveAccess access)
    {
        DarePolicy old = source.Head.Policy ?? new DarePolicy();
        FileSealing sealing = copying.Sealing;
        DarePolicy policy = Signing(old, copying);
        if (copying.Decrypts)
        {
            return new(sealing, policy with { EncryptionAlgorithm = null, Encryption = "None", EncryptKeys = [], IsHidden = false }, [], null);
        }

        if (sealing.IsEncrypted)
        {
            return new(
                sealing, Encrypting(policy, sealing, sealing.HidesMetadata || old.IsHidden), sealing.SymmetricKeys, sealing.Passphrase?.Clone());
        }

        if (sealing.HidesMetadata && !old.RequiresEncryption)
        {
            throw new ClientException(ClientError.InvalidInput, "Names are hidden from all but the recipients, and the original has none: name them.");
        }

        (IReadOnlyList<SymmetricKey> secrets, SecretBytes? passphrase) = Kept(octets, source, old, opening, access);
        return new(sealing, policy with { IsHidden = old.IsHidden || sealing.HidesMetadata }, secrets, passphrase);
    }

    /// <summary>That of a copy whose entries are not opened: who may open them stays as it was.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>: keys to sign with are missing.</exception>
    public static SequenceSealing OfCarried(SequenceCopying copying, DarePolicy? old) =>
        new(copying.Sealing, Signing(old ?? new DarePolicy(), copying), [], null);

    /// <summary>The options of the writer.</summary>
    public SequenceOptions Options(string contentType, OpenRequest access) => new()
    {
        ContentType = contentType,
        Policy = Policy,
        SymmetricRecipients = _secrets,
        Passphrase = _passphrase,
        Signers = _sealing.Signers,
        Access = access,
    };

    public void Dispose()
    {
        _secrets.ForEach(s => s.Dispose());
        _passphrase?.Dispose();
    }

    private static DarePolicy Encrypting(DarePolicy policy, FileSealing sealing, bool hides) => policy with
    {
        EncryptionAlgorithm = sealing.IsEncrypted ? Cipher : null,

        // Shared secrets and passphrases, which a policy does not name, are found again by what is there already, once for all.
        Encryption = !sealing.IsEncrypted ? "None" : sealing.SymmetricKeys.Count > 0 || sealing.Passphrase is not null ? "Once" : "Session",
        EncryptKeys = [.. sealing.Recipients.DistinctBy(r => r.Kid)],
        IsHidden = hides,
    };

    private static DarePolicy Signing(DarePolicy old, SequenceCopying copying)
    {
        List<string> kids = [.. old.SignKeys.Select(k => k.Kid)];
        if (copying.IsUnsigned)
        {
            return old with { Signature = null, SignKeys = [] };
        }

        if (copying.Sealing.Signers.Count == 0)
        {
            return kids.Count == 0 ? old : throw new ClientException(
                ClientError.InvalidInput,
                $"The original is signed by {string.Join(", ", kids)}, and so is the copy: say --sign with whose keys sign it, or --unsigned.");
        }

        return kids.ToHashSet().SetEquals(copying.Sealing.Signers.Select(s => s.Kid))
            ? old
            : old with { Signature = "Last", SignKeys = Keys(copying.Sealing) };
    }

    // A policy does not name who has a shared secret or a passphrase; nobody is left out of a copy by mistake.
    private static (IReadOnlyList<SymmetricKey> Secrets, SecretBytes? Passphrase) Kept(
        IOctetSource octets, SequenceReader source, DarePolicy old, FileOpening opening, ArchiveAccess access)
    {
        HashSet<string> named = [.. old.EncryptKeys.Select(k => k.Kid)];
        List<DareRecipient> others = source.Count > 1 && old.RequiresEncryption
            ? [.. (source.Frame(1).Header.Recipients ?? []).Where(r => !named.Contains(r.KeyIdentifier))]
            : [];
        List<SymmetricKey> secrets = [.. opening.SymmetricKeys.Where(k => others.Exists(r => r.KeyIdentifier == k.SeedIdentifier))];
        if (others.Find(r => r.KeyWrapDerivation is null && secrets.TrueForAll(k => k.SeedIdentifier != r.KeyIdentifier)) is { } missing)
        {
            throw new ClientException(
                ClientError.NoDecryptionKey,
                $"The secret {missing.KeyIdentifier} opens the original as well, and is not at hand: give it with --key, or say anew who opens the copy.");
        }

        SecretBytes? passphrase = null;
        if (others.Exists(r => r.KeyWrapDerivation is not null))
        {
            passphrase = access.TryPassphrase() ?? throw new ClientException(
                ClientError.NoDecryptionKey, "The original is sealed with a passphrase as well: say --passphrase, or say anew who opens the copy.");
            RequireRight(octets, passphrase, access.Request.Derived);
        }

        return (secrets, passphrase);
    }

    // Where another key opens the original, nothing has shown yet that the passphrase is its own.
    private static void RequireRight(IOctetSource octets, SecretBytes passphrase, PassphraseSecrets? derived)
    {
        try
        {
            using SequenceReader reader = SequenceReader.Open(octets, new OpenRequest { Passphrase = passphrase.Clone, Derived = derived }, withUnsigned: true);
            using Stream content = reader.Content(reader.Frame(1));
            content.CopyTo(Stream.Null);
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            passphrase.Dispose();
            throw new ClientException(ClientError.NoDecryptionKey, "The passphrase is not that of the original.", e);
        }
    }

    private static List<SignaturePublicKey> Keys(FileSealing sealing) => [.. sealing.Signers.Select((SignaturePrivateKey s) => s.Public)];
}
