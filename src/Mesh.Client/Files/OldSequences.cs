using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Makes archives and other sequences for programs that read old forms only (docs/format/published.md).</summary>
public static class OldSequences
{
    /// <summary>Makes one. It has another name until it is whole, so that nobody sees half of it.</summary>
    /// <param name="file">The file; there must be none of that name.</param>
    /// <param name="type">How frames are linked.</param>
    /// <param name="sealing">To whom each entry is sealed, and who signs each.</param>
    /// <param name="work">Adds entries.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>. Nothing is left behind then.</exception>
    public static ArchiveWritten Create(string file, CompatSequenceType type, FileSealing sealing, Action<OldArchiveWriter> work)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(new FileOpening(), sealing.SymmetricKeys);
        return ArchiveFault.Guard(file, access, () =>
        {
            string temporary = $"{file}.{Guid.NewGuid():N}.part";
            List<SecretBytes> secrets = [.. sealing.SymmetricKeys.Select(k => new SecretBytes(k.Reveal()))];
            try
            {
                long frames;
                using (FileStream stream = Make(temporary))
                {
                    var sequence = CompatSequenceWriter.Create(
                        stream, type, new ContentMeta { ContentType = SequenceContent.Archive }.ToOctets(), new CompatSealer(SystemRandom.Instance));
                    work(new OldArchiveWriter(sequence, sealing, secrets));
                    SystemFiles.Flush(stream);
                    frames = sequence.Count;
                }

                File.Move(temporary, file, overwrite: false);
                return new ArchiveWritten(
                    file, frames, [.. sealing.Recipients.Select(r => r.Kid).Distinct()], [.. sealing.Signers.Select(s => s.Kid)], Torn: null);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
            finally
            {
                secrets.ForEach(s => s.Dispose());
            }
        });
    }

    private static FileStream Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
