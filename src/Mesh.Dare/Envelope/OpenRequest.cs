using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>What a caller brings to open an envelope, and what it demands of it.</summary>
public sealed class OpenRequest
{
    /// <summary>Private keys by their kid; null when there are none.</summary>
    public IDecryptionKeyring? Keys { get; init; }

    /// <summary>Shared secrets of symmetric recipients.</summary>
    public IReadOnlyCollection<SecretBytes> SymmetricKeys { get; init; } = [];

    /// <summary>
    /// Asked for the passphrase, once and only where a recipient by passphrase is left when no other key has opened the envelope; null when
    /// there is none. What it gives is disposed here.
    /// </summary>
    public Func<SecretBytes?>? Passphrase { get; init; }

    /// <summary>
    /// Where what passphrases gave is kept, for requests that open more than one thing; the caller disposes it. Null derives each time.
    /// </summary>
    public PassphraseSecrets? Derived { get; init; }

    /// <summary>
    /// Agreements computed elsewhere, by the kid of the recipient block that they are for: keys of which this machine holds a share only.
    /// </summary>
    public IReadOnlyDictionary<string, SecretBytes> Agreements { get; init; } = new Dictionary<string, SecretBytes>();

    /// <summary>Whose signatures are asked for.</summary>
    public SignerPolicy Signers { get; init; } = SignerPolicy.None;

    /// <summary>In catalogs, the place at which the entry was found. It must then have been made for this place.</summary>
    public StorePlace? Place { get; init; }

    /// <summary>Old forms that are permitted.</summary>
    public LegacyReading Legacy { get; init; }

    /// <summary>The header of the frame whose recipients share the base seed (D-14), for a frame that has none of its own.</summary>
    public DareHeader? Exchange { get; init; }

    /// <summary>The same keys, and no signature asked for.</summary>
    internal OpenRequest WithoutSigners() => new()
    {
        Keys = Keys,
        SymmetricKeys = SymmetricKeys,
        Passphrase = Passphrase,
        Derived = Derived,
        Agreements = Agreements,
        Place = Place,
        Legacy = Legacy,
        Exchange = Exchange,
    };
}
