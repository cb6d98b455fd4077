using System.Security.Cryptography;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Inclusion proofs in files (docs/format/sequence.md, section 11): that an entry belongs to a sequence, shown without the sequence.</summary>
public static class ProofFiles
{
    // More than the library reads, so that it is the one who refuses what is too long.
    private const int MostOctets = 8 << 20;

    /// <summary>Writes the proof of one frame.</summary>
    /// <param name="file">The sequence.</param>
    /// <param name="opening">What opens it: without keys, nobody finds anything in a sealed index.</param>
    /// <param name="find">Gives the number of the frame.</param>
    /// <param name="output">The file to write, or <c>-</c>.</param>
    /// <returns>The proof.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    public static InclusionProof Write(string file, FileOpening opening, Func<SequenceReader, long> find, string output)
    {
        ArgumentNullException.ThrowIfNull(find);
        InclusionProof proof = SequenceFiles.Read(file, opening, (octets, access) =>
        {
            using SequenceReader reader = SequenceReader.Open(octets, access.Request);
            return reader.Proof(find(reader));
        });
        byte[] text = [.. proof.ToOctets(), (byte)'\n'];
        if (output == SealedFiles.StandardStream)
        {
            using var pipe = new GuardedOutput(Console.OpenStandardOutput(), "Standard output");
            pipe.Write(text);
        }
        else
        {
            using OutputFile target = OutputFile.Create(output);
            target.Stream.Write(text);
            target.Keep();
        }

        return proof;
    }

    /// <summary>Verifies a proof, and the content with it where that can be compared.</summary>
    /// <param name="file">The proof.</param>
    /// <param name="request">What is demanded.</param>
    /// <param name="progress">Told how many octets of the content were read.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>; <see cref="ClientError.InvalidInput"/>: it is no proof, or the content
    /// cannot be compared; <see cref="ClientError.Storage"/>.</exception>
    public static ProofChecked Check(string file, ProofRequest request, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var access = new ArchiveAccess(new FileOpening(), []);
        return ArchiveFault.Guard(file, access, () =>
        {
            InclusionProof proof = Parse(file);
            RequireComparable(proof, request);
            if (request.Content is not { } content)
            {
                Verify(file, proof, request, null);
            }
            else
            {
                ArchiveFault.Guard(content, access, () =>
                {
                    using var stream = new FileStream(content, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
                    using Stream told = progress is null ? stream : new ProgressStream(stream, progress);
                    Verify(file, proof, request, told);
                    return true;
                });
            }

            IReadOnlyList<SignatureReport> signatures =
            [
                .. proof.Signatures.Select(s => request.Signers.FirstOrDefault(k => k.Key.Kid == s.KeyIdentifier) is { } known
                    ? new SignatureReport(known.Key.Kid, Verified: true, known.Name, null, known.IsReplaced)
                    : new SignatureReport(s.KeyIdentifier ?? "", Verified: false, Signer: null, null)),
            ];
            return new ProofChecked(file, proof, signatures, Statements(proof, signatures, request));
        });
    }

    /// <summary>Why the content of the entry cannot be compared with the proof; null where it can.</summary>
    public static string? Incomparable(InclusionProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        SequenceFrame frame = proof.Frame;
        return frame.Header.IsEncrypted ? "it is sealed, and the digest is that of what is sealed"
            : frame.Meta.ContentEncoding is not null ? "it is compressed, and the digest is that of what is compressed"
            : frame.IsMeta ? "the frame is no entry"
            : frame.Meta.Event is "Delete" or "Erase" ? "the entry says that there is none any more"
            : frame.Meta.FileEntry?.Type is FileEntryType.Folder or FileEntryType.Link ? "the entry is no file"
            : null;
    }

    private static InclusionProof Parse(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] octets = new byte[(int)Math.Min(stream.CanSeek ? stream.Length + 1 : MostOctets, MostOctets)];
        int length = stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        try
        {
            return InclusionProof.Parse(octets.AsMemory(0, length));
        }
        catch (DareException e)
        {
            throw new ClientException(ClientError.InvalidInput, $"{Path.GetFileName(file)} is no inclusion proof, or was damaged: {e.Message}", e);
        }
    }

    private static void RequireComparable(InclusionProof proof, ProofRequest request)
    {
        if (request.Content is { } content && Incomparable(proof) is { } reason)
        {
            throw new ClientException(ClientError.InvalidInput, $"{Path.GetFileName(content)} cannot be compared with the proof: {reason}.");
        }

        if (request.Root.IsEmpty && request.Signers.Count == 0)
        {
            throw new ClientException(ClientError.InvalidInput, "Nothing is verified unless somebody must have signed: say --signer, or --root with a root that you trust.");
        }
    }

    private static void Verify(string file, InclusionProof proof, ProofRequest request, Stream? content)
    {
        try
        {
            if (!request.Root.IsEmpty)
            {
                if (!CryptographicOperations.FixedTimeEquals(request.Root.Span, proof.State.Root.Span))
                {
                    throw new DareException(DareError.TreeMismatch, "it leads to another root than the one that was named");
                }

                proof.Verify(new StoreCheckpoint(proof.State.Origin, proof.State.Count, request.Root), content);
                content = null;
            }

            if (request.Signers.Count > 0)
            {
                _ = proof.Verify(SignerPolicy.AnyOf([.. request.Signers.Select(s => s.Key)]), content);
            }
        }
        catch (DareException e) when (e.Code == DareError.DigestMismatch)
        {
            throw new ClientException(
                ClientError.Verification, $"{Path.GetFileName(request.Content)} is not the content that {Path.GetFileName(file)} is about.", e);
        }
        catch (DareException e) when (e.Code == DareError.SignatureMissing)
        {
            throw new ClientException(
                ClientError.Verification, $"{Path.GetFileName(file)} does not verify: nobody who is named or known here signed its root.", e);
        }
        catch (DareException e)
        {
            throw new ClientException(ClientError.Verification, $"{Path.GetFileName(file)} does not verify: {e.Message}", e);
        }
    }

    private static List<string> Statements(InclusionProof proof, IReadOnlyList<SignatureReport> signatures, ProofRequest request)
    {
        SequenceFrame frame = proof.Frame;
        List<string> holds = [$"frame {frame.Index} belongs to a sequence of {proof.State.Count} frames by its root"];
        if (!request.Root.IsEmpty)
        {
            holds.Add("the root is the one that was named");
        }

        foreach (SignatureReport signature in signatures)
        {
            holds.Add(signature.Verified
                ? $"the signature of {signature.Signer} ({signature.Kid}) over that root{(signature.IsReplaced ? FileReports.Replaced : "")}"
                : $"nothing about the signature by {signature.Kid}");
        }

        holds.Add(request.Content is { } content ? $"{Path.GetFileName(content)} is the content"
            : Incomparable(proof) is { } reason ? $"nothing about the content: {reason}"
            : "nothing about the content: --content compares a file with it");
        if (frame.Header.Cloaked is not null)
        {
            holds.Add("nothing about the name: it is hidden from all but the recipients");
        }

        if (!frame.IsMeta)
        {
            holds.Add("nothing about later versions: this one may have been replaced or deleted");
        }

        return holds;
    }
}
