// Archives from a static web server (DARE 12, goals 1 and 2; docs/guide/distribution.md). The server is trusted with nothing: what it shows must be signed
// by somebody known, continue what this machine has seen, and is verified before it gets its name. Order of the steps: verify, remember, show; whoever
// interrupts it finds the old file or the new one, and is never shown less than before.

using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Fetches archives, or some of their entries, and brings them up to date.</summary>
public static class ArchiveFetch
{
    /// <summary>Fetches what is missing.</summary>
    /// <param name="request">What, and where to.</param>
    /// <param name="opening">What opens it, where entries are chosen and the index is sealed, and whose signatures are known.</param>
    /// <param name="cancellation">Ends the work; what was fetched so far is kept for the next time.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Alarm"/>: the archive went back, was forked, or is another one; <see cref="ClientError.Verification"/>: it is not
    /// signed by anybody known, or was changed; those of <see cref="HttpOctets"/>; <see cref="ClientError.Storage"/>. In all cases the file is as before.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FetchReport Fetch(FetchRequest request, FileOpening opening, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(opening);
        if (Directory.Exists(request.Output))
        {
            throw new ClientException(ClientError.Storage, $"{request.Output} is a folder. Name a file.");
        }

        using var access = new ArchiveAccess(opening, []);
        using HttpOctets remote = HttpOctets.Open(request.Url, request.Http, cancellation);
        return ArchiveFault.Guard(request.Url.AbsoluteUri, access, () =>
        {
            IOctetSource octets = SubsetOctets.Original(remote);
            // Paths are those of archives; whole, logs and other sequences can be fetched as well.
            using ArchiveReader? archive = request.Paths.Count > 0 ? ArchiveReader.Open(octets, access.Request) : null;
            using SequenceReader? alone = archive is null ? SequenceReader.Open(octets, access.Request) : null;
            SequenceReader sequence = archive?.Sequence ?? alone!;
            IReadOnlyList<SignatureReport> signatures = FileReports.Of(sequence.Standing.Signatures, opening.Signers);
            RequireSigned(request, sequence.Standing, signatures);
            FetchMemory memory = FetchMemory.Open(request.Home);
            IReadOnlyList<StoreCheckpoint> seen = memory.Require(request.Url, sequence.State);
            var step = new FetchStep(request, access.Request, remote, octets, sequence, archive, seen, memory, cancellation);
            if (request.Paths.Count == 0 && !ReferenceEquals(octets, remote))
            {
                throw new ClientException(ClientError.InvalidInput, $"{request.Url} has only some entries of an archive: name the paths to fetch.");
            }

            FetchReport report = Local(request, () => request.Paths.Count > 0 ? SubsetFetch.Run(step) : WholeFetch.Run(step));
            return report with { Signatures = signatures, Received = remote.Received, Requests = remote.Requests };
        });
    }

    // What is read from the server fails with a ClientException, so that this is about the file here.
    private static FetchReport Local(FetchRequest request, Func<FetchReport> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{request.Output} cannot be written: {FileProblem.Of(e)}.", e);
        }
    }

    private static void RequireSigned(FetchRequest request, SequenceStanding standing, IReadOnlyList<SignatureReport> signatures)
    {
        if (standing.Fault is { } fault)
        {
            throw new ClientException(ClientError.Verification, $"{request.Url} is damaged, or is being written: {fault}");
        }

        bool isNamed = request.Signers.Count > 0;
        bool signed = signatures.Any(s => s.Verified && (!isNamed || request.Signers.Contains(s.Kid)));
        if (signed || (request.TakesUnsigned && !isNamed))
        {
            return;
        }

        throw new ClientException(ClientError.Verification, signatures.Count == 0
            ? $"{request.Url} is unsigned: nothing shows who made it.{(isNamed ? "" : " Say --unsigned to fetch it all the same.")}"
            : isNamed ? $"{request.Url} is signed by {string.Join(", ", signatures.Select(s => s.Kid))}, and not with the key that --signer names."
            : $"{request.Url} is signed by nobody known here: say --signer with the public key of its publisher.");
    }
}
