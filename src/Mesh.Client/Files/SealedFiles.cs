// Sealed files (Mesh sealing, sections 2, 3 and 7; command-line reference, section 9). The keys come from the caller; nothing here knows of accounts.
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
        IProgress<long>? progress = null) =>
        Seal(input, output, new FileSealing { Recipients = recipients, Signers = signers, ContentType = contentType }, progress);

    /// <summary>Seals <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">A file, or <c>-</c>.</param>
    /// <param name="output">A file, or <c>-</c>.</param>
    /// <param name="sealing">To whom and how; nobody leaves it in clear.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>.</exception>
    public FileSealed Seal(string input, string output, FileSealing sealing, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        byte[] stated = FileStatement.Of(input, sealing, detached: false);
        List<SecretBytes> secrets = [.. sealing.SymmetricKeys.Select(k => new SecretBytes(k.Reveal()))];
        try
        {
            if (sealing.ForOldReaders)
            {
                CompatRequest old = OldSealing.Request(sealing, stated, secrets);
                return Write(input, output, sealing, progress, (source, length, destination) => new CompatSealer(random).SealFile(source, length, destination, old));
            }

            var request = new SealRequest
            {
                Cipher = BodyCipher.A256GcmS64K,
                Recipients = sealing.Recipients,
                SymmetricRecipients = secrets,
                Passphrase = sealing.Passphrase,
                Digest = DareDigest.S256,
                Signers = sealing.Signers,
                WithDigest = !sealing.IsEncrypted,
                ContentMetaData = sealing.HidesMetadata ? ReadOnlyMemory<byte>.Empty : stated,
                CloakedContentMetaData = sealing.HidesMetadata ? stated : ReadOnlyMemory<byte>.Empty,
                Cover = sealing.Cover,
            };
            return Write(input, output, sealing, progress, (source, length, destination) => _sealer.SealFile(source, length, destination, request));
        }
        finally
        {
            secrets.ForEach(s => s.Dispose());
        }
    }

    /// <summary>Signs <paramref name="input"/>, which stays as it is; the envelope in <paramref name="output"/> has no body.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>.</exception>
    public FileSealed SignDetached(string input, string output, FileSealing sealing, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        if (sealing.IsEncrypted || sealing.HidesMetadata || sealing.Signers.Count == 0)
        {
            throw new ClientException(ClientError.InvalidInput, "A file that is kept apart is signed, and not encrypted.");
        }

        var request = new SealRequest
        {
            Digest = DareDigest.S256,
            Signers = sealing.Signers,
            ContentMetaData = FileStatement.Of(input, sealing, detached: true),
            Cover = sealing.Cover,
        };
        return Write(input, output, sealing, progress, (source, _, destination) => _sealer.SignDetached(source, destination, request));
    }

    /// <summary>Verifies and opens <paramref name="input"/> with private keys.</summary>
    /// <exception cref="ClientException">As the other overload.</exception>
    public static FileOpened Open(
        string input, string output, IDecryptionKeyring keys, IReadOnlyCollection<KnownSigner> known, IProgress<long>? progress = null) =>
        Open(input, output, new FileOpening { Keys = [keys], Signers = known }, progress);

    /// <summary>Verifies and opens <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">A file, or <c>-</c>.</param>
    /// <param name="output">A file, or <c>-</c>: a pipe receives octets before the end was verified, so a failure must end it non-zero.</param>
    /// <param name="opening">What opens it, and whose signatures are known.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.Storage"/>. Nothing stands under the name of the output then.
    /// </exception>
    public static FileOpened Open(string input, string output, FileOpening opening, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(opening);
        OpenedFile? opened = null;
        var watched = new WatchedKeys(opening);
        List<SecretBytes> secrets = [.. opening.SymmetricKeys.Select(k => new SecretBytes(k.Reveal()))];
        try
        {
            DareHeader? header = Guard(input, () => OldForms.Header(input));
            bool isOld = header is not null && OldForms.ArePermitted(header);
            var request = new OpenRequest
            {
                Keys = watched,
                SymmetricKeys = secrets,
                Passphrase = watched.Passphrase,
                Signers = isOld ? OldForms.Policy(opening.Signers) : FileReports.Policy(opening.Signers),
                Legacy = isOld ? OldForms.Legacy(opening) : LegacyReading.None,
            };
            if (header is not null && OldForms.IsCbc(header))
            {
                OpenTwice(input, output, request, file => opened = file);
            }
            else
            {
                Copy(input, output, progress, (source, destination, _) => opened = EnvelopeFileOpener.Open(source, destination, request));
            }
        }
        catch (ClientException e) when (e.Code == ClientError.NoDecryptionKey)
        {
            throw Explain(input, watched, opening, e);
        }
        finally
        {
            secrets.ForEach(s => s.Dispose());
        }

        return FileReports.Of(output, opened!, opening.Signers);
    }

    /// <summary>Verifies <paramref name="input"/> without opening it.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.Storage"/>.</exception>
    public static FileReport Verify(string input, IReadOnlyCollection<KnownSigner> known, IProgress<long>? progress = null) => Guard(input, () =>
    {
        bool isOld = OldForms.Header(input) is { } header && OldForms.ArePermitted(header);
        using Stream source = Read(input, progress, out _);
        return FileReports.Of(
            input,
            isOld
                ? EnvelopeFileVerifier.Verify(source, OldForms.Policy(known), LegacyReading.SignedCbc)
                : EnvelopeFileVerifier.Verify(source, FileReports.Policy(known)),
            known,
            detached: null);
    });

    /// <summary>Verifies the envelope <paramref name="input"/> that signs the file <paramref name="body"/>, which is kept apart.</summary>
    /// <exception cref="ClientException">As <see cref="Verify"/>.</exception>
    public static FileReport VerifyDetached(
        string input, string body, IReadOnlyCollection<KnownSigner> known, IProgress<long>? progress = null) => Guard(input, () =>
    {
        using Stream envelope = Read(input, null, out _);
        return Guard(body, () =>
        {
            using Stream source = Read(body, progress, out _);
            return FileReports.Of(input, Guard(input, () => DetachedBody.Verify(envelope, source, FileReports.Policy(known))), known, body);
        });
    });

    // Without a tag that would tell a changed segment, all of it is verified first.
    private static void OpenTwice(string input, string output, OpenRequest request, Action<OpenedFile> done) => Guard(input, () =>
    {
        using var source = new FileStream(input, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            if (output == StandardStream)
            {
                using var pipe = new GuardedOutput(Console.OpenStandardOutput(), "Standard output");
                done(PublishedFileOpener.Open(source, pipe, request));
                return true;
            }

            using OutputFile file = OutputFile.Create(output);
            done(PublishedFileOpener.Open(source, file.Stream, request));
            file.Keep();
            return true;
        }
        catch (DareException e) when (e.Code == DareError.UnsupportedAlgorithm && !request.Legacy.HasFlag(LegacyReading.UnsignedCbc))
        {
            throw OldForms.Refuse(Name(input), e);
        }
    });

    private static FileSealed Write(
        string input, string output, FileSealing sealing, IProgress<long>? progress, Action<Stream, long?, Stream> work)
    {
        long bytes = 0;
        Copy(input, output, progress, (source, destination, length) =>
            work(new ProgressStream(source, new Counter(n => bytes = n)), length, destination));
        return new FileSealed(
            output,
            bytes,
            [.. sealing.Recipients.Select(r => r.Kid).Concat(sealing.SymmetricKeys.Select(k => k.SeedIdentifier)).Distinct()],
            [.. sealing.Signers.Select(s => s.Kid)],
            sealing.Passphrase is not null);
    }

    private static ClientException Explain(string input, WatchedKeys watched, FileOpening opening, ClientException e) => watched switch
    {
        { HadPassphrase: true } => new ClientException(
            ClientError.NoDecryptionKey, $"{Name(input)} cannot be decrypted: the passphrase is another, or the file was changed.", e),
        { Found: true } => new ClientException(
            ClientError.Verification, $"{Name(input)} cannot be decrypted: it was changed or cut short after it was sealed.", e),
        { NeedsPassphrase: true } => new ClientException(
            ClientError.NoDecryptionKey, $"No decryption key is available: {Name(input)} is sealed with a passphrase, which --passphrase gives.", e),
        _ when opening.SymmetricKeys.Count > 0 => new ClientException(
            ClientError.NoDecryptionKey, $"{Name(input)} cannot be decrypted with the keys that were given.", e),
        _ => e,
    };

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
                DareError.DetachedBody => new ClientException(
                    ClientError.InvalidInput, $"{Name(input)} signs a file that is kept apart from it, and holds nothing else: name that file as well, to verify it.", e),
                DareError.InvalidRequest => new ClientException(ClientError.InvalidInput, $"{Name(input)}: {e.Message}", e),
                DareError.DigestMismatch or DareError.SignatureInvalid or DareError.SignatureMissing =>
                    new ClientException(ClientError.Verification, $"{Name(input)} does not verify: {e.Message}", e),
                DareError.UnsupportedAlgorithm when input == StandardStream => new ClientException(
                    ClientError.InvalidInput, $"{e.Message} If it is of an old form, save it to a file: it has to be read twice.", e),
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

    private sealed class Counter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
