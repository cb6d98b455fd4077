using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The one way from an <see cref="Enveloped{T}"/> to a <see cref="Verified{T}"/>: right form of signature by a key that the caller
/// names, object of the right class, header that names the same object (Mesh schema 1.1 and 14; Mesh sealing 3).
/// </summary>
internal static class EnvelopeChecks
{
    /// <summary>An assertion in clear, signed over its plain manifest.</summary>
    /// <param name="enveloped">The envelope.</param>
    /// <param name="signer">Who has to have signed.</param>
    /// <param name="id">The identifier that header members, where they stand, have to agree with.</param>
    /// <param name="published">Whether the form of signature of the years up to 2022 counts.</param>
    public static Verified<T> Assertion<T>(Enveloped<T> enveloped, SignaturePublicKey signer, string? id = null, bool published = false)
        where T : MeshObject
    {
        T value = enveloped.ReadUnverified();
        SignatureForms forms = published
            ? SignatureForms.PlainManifest | SignatureForms.PayloadDigest
            : SignatureForms.PlainManifest;
        OpenedEnvelope opened = Open(enveloped, [signer], forms, null);
        CheckHeader(enveloped.Envelope.Header, value, id, id);
        RequireCurrent(value);
        return new Verified<T>(value, enveloped, opened.Signatures[0].Key, null);
    }

    /// <summary>A message or sealed object, signed over SignedData by one of <paramref name="signers"/>.</summary>
    /// <param name="enveloped">The envelope.</param>
    /// <param name="signers">Any of whom has to have signed.</param>
    /// <param name="keys">Opens it, where it is sealed.</param>
    /// <param name="mustBeSealed">Whether one in clear is refused.</param>
    public static Verified<T> Signed<T>(
        Enveloped<T> enveloped, IReadOnlyCollection<SignaturePublicKey> signers, IDecryptionKeyring? keys, bool mustBeSealed)
        where T : MeshObject
    {
        if (mustBeSealed && !enveloped.Envelope.Header.IsEncrypted)
        {
            throw new SchemaException(SchemaError.NotOpened, $"the {typeof(T).Name} is not encrypted");
        }

        OpenedEnvelope opened = Open(enveloped, signers, SignatureForms.SignedData, keys);
        T value = Decode<T>(opened);
        try
        {
            CheckSigned(enveloped.Envelope.Header, value);
            return new Verified<T>(value, enveloped, opened.Signatures[0].Key, opened.Signatures[0].Created);
        }
        catch
        {
            (value as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>What a sealed object says, by whomever: for finding out which key it has to be verified with, never to act on.</summary>
    public static T Unverified<T>(Enveloped<T> enveloped, IDecryptionKeyring keys)
        where T : MeshObject
    {
        if (!enveloped.Envelope.Header.IsEncrypted)
        {
            throw new SchemaException(SchemaError.NotOpened, $"the {typeof(T).Name} is not encrypted");
        }

        try
        {
            return Decode<T>(EnvelopeOpener.Open(enveloped.Envelope, new OpenRequest { Keys = keys }));
        }
        catch (DareException e)
        {
            throw Translate<T>(e);
        }
    }

    private static void CheckSigned(DareHeader header, MeshObject value)
    {
        if (value is Message message)
        {
            CheckHeader(header, value, EnvelopeIdOf(message), message.MessageId);
            RequireEnvelopeId(header, value);
            return;
        }

        CheckHeader(header, value, null, null);
        RequireCurrent(value);
    }

    // A profile under a condition still says whose keys these are, and its reader asks IsCurrent. A statement that gives power, under a
    // condition that nobody here can judge, gives none.
    private static void RequireCurrent(MeshObject value)
    {
        if (value is Assertion { IsCurrent: false } and not Profile)
        {
            throw new SchemaException(SchemaError.OutOfDate, $"the {value.Tag} holds under a condition that is not known here");
        }
    }

    // What was sealed may hold private keys; the object has them in types of their own, so the plaintext goes.
    private static T Decode<T>(OpenedEnvelope opened)
        where T : MeshObject
    {
        try
        {
            return SchemaJson.Decode<T>(opened.Plaintext);
        }
        finally
        {
            if (opened.Envelope.Header.IsEncrypted)
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(opened.Plaintext).Span);
            }
        }
    }

    private static string EnvelopeIdOf(Message message)
    {
        try
        {
            return MessageIdentifier.Envelope(message.MessageId);
        }
        catch (EncodingException e)
        {
            throw new SchemaException(SchemaError.Malformed, $"the MessageId of the {message.Tag} is no identifier", e);
        }
    }

    private static OpenedEnvelope Open<T>(
        Enveloped<T> enveloped, IReadOnlyCollection<SignaturePublicKey> signers, SignatureForms forms, IDecryptionKeyring? keys)
        where T : MeshObject
    {
        try
        {
            var request = new OpenRequest { Keys = keys, Signers = SignerPolicy.AnyOf(signers).With(forms) };
            return EnvelopeOpener.Open(enveloped.Envelope, request);
        }
        catch (DareException e)
        {
            throw Translate<T>(e);
        }
    }

    private static SchemaException Translate<T>(DareException e)
    {
        (SchemaError code, string problem) = e.Code switch
        {
            DareError.SignatureMissing => (SchemaError.SignatureInvalid, "is not signed by the key that has to sign it"),
            DareError.SignatureInvalid => (SchemaError.SignatureInvalid, "has a signature that is not valid"),
            DareError.DigestMismatch => (SchemaError.SignatureInvalid, "was changed after it was signed"),
            DareError.Decryption => (SchemaError.NotOpened, "does not open with the keys at hand"),
            _ => (SchemaError.Malformed, "is not a well-formed envelope"),
        };
        return new SchemaException(code, $"the {typeof(T).Name} {problem}", e);
    }

    // The plain manifest does not cover the header, and the service routes by it: what it names has to be what was signed.
    private static void CheckHeader(DareHeader header, MeshObject value, string? envelopeId, string? uniqueId)
    {
        ContentMeta meta;
        try
        {
            meta = ContentMeta.Parse(header.ContentMetaData);
        }
        catch (DareException e)
        {
            throw new SchemaException(SchemaError.Malformed, $"the ContentMetaData of the {value.Tag} is not readable", e);
        }

        if (meta.MessageType is { } type && !string.Equals(type, value.Tag, StringComparison.Ordinal))
        {
            throw Mismatch(value, "MessageType");
        }

        if (uniqueId is not null && meta.UniqueId is { } unique && !UdfText.Same(unique, uniqueId))
        {
            throw Mismatch(value, "UniqueId");
        }

        if (envelopeId is not null && header.EnvelopeId is { } id && !UdfText.Same(id, envelopeId))
        {
            throw Mismatch(value, "EnvelopeId");
        }
    }

    private static void RequireEnvelopeId(DareHeader header, MeshObject value)
    {
        if (header.EnvelopeId is null)
        {
            throw Mismatch(value, "EnvelopeId");
        }
    }

    private static SchemaException Mismatch(MeshObject value, string member) =>
        new(SchemaError.HeaderMismatch, $"the header of the {value.Tag} names another object ({member})");
}
