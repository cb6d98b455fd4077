using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Copies of some entries of an archive, in files (docs/format/subset.md).</summary>
public static class SubsetFiles
{
    /// <summary>Whether a file is such a copy.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>; <see cref="ClientError.InvalidInput"/>: it is one, and its map is wrong.</exception>
    public static bool Is(string file) => SequenceFiles.Read(file, new FileOpening(), (octets, _) => SubsetOctets.IsSubset(octets));

    /// <summary>Makes a copy of some entries.</summary>
    /// <param name="archive">The archive, or a copy that has them.</param>
    /// <param name="output">The file to make.</param>
    /// <param name="opening">What opens the index, where that is sealed.</param>
    /// <param name="choose">The numbers of the frames to copy.</param>
    /// <param name="progress">Called with the octets that will be copied; what it gives is told how many were.</param>
    /// <param name="cancellation">Ends the work; no file is left then.</param>
    /// <returns>What the copy has. It was verified.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.Verification"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.InvalidInput"/>.</exception>
    public static SubsetReport Write(
        string archive,
        string output,
        FileOpening opening,
        Func<ArchiveReader, IEnumerable<long>> choose,
        Func<long, IProgress<long>>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(choose);
        return SequenceFiles.Read(archive, opening, (file, access) =>
        {
            IOctetSource octets = SubsetOctets.Original(file);
            using ArchiveReader reader = ArchiveReader.Open(octets, access.Request);
            IReadOnlyList<OctetExtent> extents = SubsetWriter.Plan(reader.Sequence, choose(reader));
            return Make(output, copy =>
            {
                SubsetWriter.Write(octets, extents, copy, progress: progress?.Invoke(extents.Sum(e => e.Length)), cancellation: cancellation);
                SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new StreamOctets(copy)), access.Request, cancellation: cancellation);
                return report.Fault is { } fault ? throw new DareException(fault.Code, fault.Message) : report;
            });
        });
    }

    /// <summary>Verifies what a copy has.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="opening">What opens the index, where that is sealed, and whose signatures are known.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found; faults are reported, not thrown. And the signatures over the original.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>; <see cref="ClientError.InvalidInput"/>: it is no such copy.</exception>
    public static (SubsetReport Report, IReadOnlyList<SignatureReport> Signatures) Verify(
        string file, FileOpening opening, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        SequenceFiles.Read(file, opening, (octets, access) =>
        {
            SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(octets), access.Request, progress, cancellation);
            return (report, FileReports.Of(report.Fault is null ? report.Standing!.Signatures : [], opening.Signers));
        });

    // The name appears when everything was verified.
    private static T Make<T>(string output, Func<FileStream, T> work)
    {
        string temporary = Path.GetFullPath(output) + "." + Guid.NewGuid().ToString("N") + ".part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            T result;
            using (var file = new FileStream(temporary, options))
            {
                result = work(file);
            }

            File.Move(temporary, output, overwrite: false);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{output} cannot be written: {FileProblem.Of(e)}.", e);
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(temporary)))
            {
                File.Delete(temporary);
            }
        }
    }
}
