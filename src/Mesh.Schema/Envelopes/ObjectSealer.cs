using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Puts objects into envelopes as Mesh schema 1.2 and 14 say: assertions in clear and signed over the plain manifest; what is sealed,
/// and every message, signed over SignedData. The header names the object; times come from the injected clock.
/// </summary>
public sealed class ObjectSealer
{
    /// <summary>The media type of every object.</summary>
    public const string ContentType = "application/mmm/object";

    private readonly EnvelopeSealer _sealer;
    private readonly TimeProvider _time;

    /// <summary>A sealer with that randomness and clock.</summary>
    public ObjectSealer(IRandomSource random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _sealer = new EnvelopeSealer(random, time);
        _time = time;
        Random = random;
    }

    /// <summary>The randomness.</summary>
    public IRandomSource Random { get; }

    /// <summary>The time in whole seconds.</summary>
    public DateTimeOffset Now => TimeConverter.ToSeconds(_time.GetUtcNow());

    /// <summary>
    /// The time of what has to be later than something of <paramref name="earlier"/>, though the clock has whole seconds and may have been
    /// set back. Nothing is later than the last second that can be written, which whoever signed the earlier one may have stated; that is kept.
    /// </summary>
    public DateTimeOffset NowAfter(DateTimeOffset? earlier)
    {
        DateTimeOffset now = Now;
        if (earlier is not { } before || before < now)
        {
            return now;
        }

        return before <= DateTimeOffset.MaxValue.AddSeconds(-1) ? before.AddSeconds(1) : before;
    }

    /// <summary>A profile, signed by its own ProfileSignature.</summary>
    /// <exception cref="ArgumentException">The key is not the profile's.</exception>
    public Enveloped<T> SignProfile<T>(T profile, SignaturePrivateKey profileSignature)
        where T : Profile
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(profileSignature);
        return profileSignature.Public.Equals(profile.ProfileSignature.PublicParameters)
            ? SignClear(profile, profileSignature, profile.Udf, profile.Udf)
            : throw new ArgumentException("the key is not the ProfileSignature of the profile", nameof(profileSignature));
    }

    /// <summary>Another assertion in clear: a connection, host assignment, callsign binding or contact card.</summary>
    /// <exception cref="ArgumentException">A profile, which signs itself, or an activation, which is never in clear.</exception>
    public Enveloped<T> SignAssertion<T>(T assertion, SignaturePrivateKey signer)
        where T : Assertion
    {
        ArgumentNullException.ThrowIfNull(assertion);
        return assertion is Profile or Activation
            ? throw new ArgumentException($"a {assertion.Tag} is not signed like this", nameof(assertion))
            : SignClear(assertion, signer, null, null);
    }

    /// <summary>A message; in clear where no recipient is given.</summary>
    public Enveloped<T> SignMessage<T>(T message, SignaturePrivateKey signer, params IReadOnlyCollection<AgreementPublicKey> recipients)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(message);
        return Sign(message, signer, recipients, MessageIdentifier.Envelope(message.MessageId), message.MessageId);
    }

    /// <summary>An object sealed to somebody: an activation, or a device's own entry.</summary>
    /// <exception cref="ArgumentException">No recipient.</exception>
    public Enveloped<T> Seal<T>(T value, SignaturePrivateKey signer, params IReadOnlyCollection<AgreementPublicKey> recipients)
        where T : MeshObject
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return recipients.Count > 0
            ? Sign(value, signer, recipients, null, null)
            : throw new ArgumentException("what is sealed needs a recipient", nameof(recipients));
    }

    private Enveloped<T> SignClear<T>(T value, SignaturePrivateKey signer, string? envelopeId, string? uniqueId)
        where T : MeshObject
    {
        var request = new SealRequest
        {
            ContentMetaData = Metadata(value, uniqueId),
            EnvelopeId = envelopeId,
            Signers = [signer],
            PlainManifest = true,
        };
        return new Enveloped<T>(_sealer.Seal(SchemaJson.Encode(value), request));
    }

    private Enveloped<T> Sign<T>(
        T value, SignaturePrivateKey signer, IReadOnlyCollection<AgreementPublicKey> recipients, string? envelopeId, string? uniqueId)
        where T : MeshObject
    {
        var request = new SealRequest
        {
            ContentMetaData = Metadata(value, uniqueId),
            EnvelopeId = envelopeId,
            Recipients = recipients,
            Signers = [signer],
        };
        using var plaintext = new ErasingBuffer();
        SchemaJson.Write(plaintext, value);
        return new Enveloped<T>(_sealer.Seal(plaintext.Written, request));
    }

    private byte[] Metadata(MeshObject value, string? uniqueId) => new ContentMeta
    {
        UniqueId = uniqueId,
        MessageType = value.Tag,
        ContentType = ContentType,
        Created = MeshTime.Format(Now),
    }.ToOctets();
}
