using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>How a sequence is written.</summary>
public sealed class SequenceOptions
{
    /// <summary>What the sequence is, for a new one.</summary>
    public string ContentType { get; init; } = SequenceContent.Sequence;

    /// <summary>The policy of a new sequence. That of an existing one stands in its frame 0, and is kept.</summary>
    public DarePolicy Policy { get; init; } = new();

    /// <summary>Shared secrets that open what is written, beside the keys of the policy.</summary>
    public IReadOnlyCollection<SecretBytes> SymmetricRecipients { get; init; } = [];

    /// <summary>The private keys to sign with: those of the policy's SignKeys.</summary>
    public IReadOnlyCollection<SignaturePrivateKey> Signers { get; init; } = [];

    /// <summary>
    /// Keys to read what is there already, where there are any. Whoever has none can append, but cannot read keys that are hidden, and writes
    /// index frames that cover its own frames alone.
    /// </summary>
    public OpenRequest Access { get; init; } = new();

    /// <summary>
    /// A passphrase that opens what is written; only under the policy <c>Once</c>, since every exchange of keys with it costs half a second and
    /// 128 MiB of those who read.
    /// </summary>
    public SecretBytes? Passphrase { get; init; }

    /// <summary>Where seeds, salts and ephemeral keys come from.</summary>
    public IRandomSource Random { get; init; } = SystemRandom.Instance;

    /// <summary>The time of signatures.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The cost parameter N of passphrases; tests have no time for the usual one.</summary>
    internal int PassphraseCost { get; init; } = PassphraseDerivation.UsualCost;

    /// <summary>The file system.</summary>
    public IDurableFiles Files { get; init; } = DurableFiles.Instance;

    /// <summary>The same for a sequence of another kind.</summary>
    internal SequenceOptions For(string contentType) => With(contentType, Policy);

    /// <summary>The same under the policy that a sequence has.</summary>
    internal SequenceOptions Under(DarePolicy policy) => With(ContentType, policy);

    private SequenceOptions With(string contentType, DarePolicy policy) => new()
    {
        ContentType = contentType,
        Policy = policy,
        SymmetricRecipients = SymmetricRecipients,
        Signers = Signers,
        Access = Access,
        Passphrase = Passphrase,
        Random = Random,
        Time = Time,
        Files = Files,
        PassphraseCost = PassphraseCost,
    };
}
