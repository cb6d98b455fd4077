// Sealed files (Mesh sealing, sections 2 and 3; command-line reference, section 9). The keys come from the caller; nothing here knows of accounts.
// Plaintext and envelopes stream by in bounded memory. Output appears under its name only when it is whole and everything was verified.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Seals, opens and verifies files.</summary>
public sealed class SealedFiles(IRandomSource random, TimeProvider time)
{
    /// <summary>Standard input or output in place of a file.</summary>
    public const string StandardStream = "-";

    private const string Replaced = ", by a key that was replaced since: whoever has a removed device can make it still, with any date";

    private readonly EnvelopeSealer _sealer = new(random, time);

    /// <summary>Seals <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">A file, or <c>-</c>.</param>
    /// <param name="output">A file, or <c>-</c>.</param>
    /// <param name="recipients">Keys that will open it; none leaves it in clear.</param>
    /// <param name="signers">Keys that sign it.</param>
    /// <param name="contentType">Its media type; null says nothing of it.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>.</exception>
    public FileSealed Seal(
        string input,
        string output,
        IReadOnlyCollection<AgreementPublicKey> recipients,
        IReadOnlyCollection<SignaturePrivateKey> signers,
        string? contentType,
        IProgress<long>? progress = null)
    {
        var request = new SealRequest
        {
            Cipher = BodyCipher.A256GcmS64K,
            Recipients = recipients,
            Signers = signers,
            WithDigest = recipients.Count == 0,
            ContentMetaData = contentType is null ? ReadOnlyMemory<byte>.Empty : new ContentMeta { ContentType = contentType }.ToOctets(),
        };
        long bytes = 0;
        Copy(input, output, progress, (source, destination, length) =>
        {
            var counter = new ProgressStream(source, new Counter(n => bytes = n));
            _sealer.SealFile(counter, length, destination, request);
        });
        return new FileSealed(output, bytes, [.. recipients.Select(r => r.Kid)], [.. signers.Select(s => s.Kid)]);
    }

    /// <summary>Verifies and opens <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">A file, or <c>-</c>.</param>
    /// <param name="output">A file, or <c>-</c>: a pipe receives octets before the end was verified, so a failure must end it non-zero.</param>
    /// <param name="keys">Keys of this machine.</param>
    /// <param name="known">Signers that this machine knows.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.Storage"/>. Nothing stands under the name of the output then.
    /// </exception>
    public static FileOpened Open(
        string input, string output, IDecryptionKeyring keys, IReadOnlyCollection<KnownSigner> known, IProgress<long>? progress = null)
    {
        OpenedFile? opened = null;
        var watched = new WatchedKeyring(keys);
        var request = new OpenRequest { Keys = watched, Signers = Policy(known) };
        try
        {
            Copy(input, output, progress, (source, destination, _) => opened = EnvelopeFileOpener.Open(source, destination, request));
        }
        catch (ClientException e) when (e.Code == ClientError.NoDecryptionKey && watched.Found)
        {
            // Which step failed is not told; that one of our keys is named in the header is public.
            throw new ClientException(ClientError.Verification, $"{Name(input)} cannot be decrypted: it was changed or cut short after it was sealed.", e);
        }

        return new FileOpened(
            output,
            opened!.Length,
            opened.Header.IsEncrypted,
            [.. opened.Signatures.Select(s => Report(s, known))]);
    }

    /// <summary>Verifies <paramref name="input"/> without opening it.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.Storage"/>.</exception>
    public static FileReport Verify(string input, IReadOnlyCollection<KnownSigner> known, IProgress<long>? progress = null) => Guard(input, () =>
    {
        using Stream source = Read(input, progress, out _);
        CheckedFile file = EnvelopeFileVerifier.Verify(source, Policy(known));
        SignatureReport[] signatures =
        [
            .. file.Claims.Signatures.Select(entry =>
                file.Signatures.FirstOrDefault(s => s.Key.Kid == entry.KeyIdentifier) is { } verified
                    ? Report(verified, known)
                    : new SignatureReport(entry.KeyIdentifier ?? "", Verified: false, Signer: null, Created: null)),
        ];
        return new FileReport(
            input,
            file.BodyLength,
            file.Header.IsEncrypted ? file.Header.EncryptionAlgorithm : null,
            [.. (file.Header.Recipients ?? []).Select(r => r.KeyIdentifier)],
            file.DigestAlgorithm,
            file.PayloadDigest,
            signatures,
            Statements(file, signatures));
    });

    private static List<string> Statements(CheckedFile file, SignatureReport[] signatures)
    {
        List<string> holds = ["the structure of the envelope"];
        if (file.DigestStated)
        {
            holds.Add("the digest of the body as stored");
        }

        foreach (SignatureReport signature in signatures)
        {
            holds.Add(signature.Verified
                ? $"the signature of {signature.Signer} ({signature.Kid}) over body and metadata{(signature.IsReplaced ? Replaced : "")}"
                : $"nothing about the signature by {signature.Kid}: the key is not known here");
        }

        if (signatures.Length == 0)
        {
            holds.Add("no author: the file is unsigned");
        }

        if (file.Header.IsEncrypted)
        {
            holds.Add("nothing about the plaintext: that is verified when the file is decoded");
        }

        return holds;
    }

    private static SignerPolicy Policy(IReadOnlyCollection<KnownSigner> known) => SignerPolicy.WhereKnown([.. known.Select(k => k.Key)]);

    private static SignatureReport Report(VerifiedSignature signature, IReadOnlyCollection<KnownSigner> known)
    {
        KnownSigner signer = known.First(k => k.Key.Kid == signature.Key.Kid);
        return new SignatureReport(signature.Key.Kid, Verified: true, signer.Name, signature.Created, signer.IsReplaced);
    }

    private static void Copy(string input, string output, IProgress<long>? progress, Action<Stream, Stream, long?> work) => Guard(input, () =>
    {
        using Stream source = Read(input, progress, out long? length);
        if (output == StandardStream)
        {
            using var pipe = new GuardedOutput(Console.OpenStandardOutput(), "Standard output");
            work(source, pipe, length);
            return true;
        }

        using OutputFile file = OutputFile.Create(output);
        work(source, file.Stream, length);
        file.Keep();
        return true;
    });

    private static Stream Read(string input, IProgress<long>? progress, out long? length)
    {
        length = null;
        Stream stream;
        if (input == StandardStream)
        {
            stream = Console.OpenStandardInput();
        }
        else
        {
            var file = new FileStream(
                input,
                new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
            length = file.CanSeek ? file.Length : null;
            stream = file;
        }

        return progress is null ? stream : new ProgressStream(stream, progress);
    }

    private static string Name(string input) => input == StandardStream ? "The input" : Path.GetFileName(input);

    private static T Guard<T>(string input, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DareException e)
        {
            throw e.Code switch
            {
                DareError.Decryption => new ClientException(ClientError.NoDecryptionKey, "No decryption key is available", e),
                DareError.DigestMismatch or DareError.SignatureInvalid or DareError.SignatureMissing =>
                    new ClientException(ClientError.Verification, $"{Name(input)} does not verify: {e.Message}", e),
                _ => new ClientException(ClientError.InvalidInput, $"{Name(input)} is not a sealed file, or was damaged: {e.Message}", e),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClientException(ClientError.Storage, $"There is no file {input}.", e);
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(input))
        {
            throw new ClientException(ClientError.Storage, $"{input} is a folder. Name a file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{input} cannot be read: {FileProblem.Of(e)}.", e);
        }
    }

    private sealed class WatchedKeyring(IDecryptionKeyring inner) : IDecryptionKeyring
    {
        public bool Found { get; private set; }

        public AgreementPrivateKey? Find(string kid)
        {
            AgreementPrivateKey? key = inner.Find(kid);
            Found |= key is not null;
            return key;
        }
    }

    private sealed class Counter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
