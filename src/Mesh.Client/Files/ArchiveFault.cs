using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What is told when something is wrong with a sequence or archive.</summary>
internal static class ArchiveFault
{
    public static T Guard<T>(string archive, ArchiveAccess access, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DareException e) when (e.Code == DareError.Malformed && FileKinds.Of(archive) == FileKind.PublishedSequence)
        {
            throw new ClientException(
                ClientError.InvalidInput,
                $"{Path.GetFileName(archive)} is an archive of an older form, or its first frame is damaged: dare list, extract and verify read old forms.",
                e);
        }
        catch (DareException e)
        {
            throw Explain(archive, access, e);
        }
        catch (FileNotFoundException e)
        {
            throw new ClientException(ClientError.Storage, $"There is no file {archive}.", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ClientException(ClientError.Storage, $"The folder for {archive} does not exist.", e);
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(archive))
        {
            throw new ClientException(ClientError.Storage, $"{archive} is a folder. Name a file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{archive} cannot be read or written: {FileProblem.Of(e)}.", e);
        }
    }

    /// <summary>What is told of a fault of the library.</summary>
    public static ClientException Explain(string archive, ArchiveAccess access, DareException e) => Named(Path.GetFileName(archive), access, e);

    private static ClientException Named(string name, ArchiveAccess access, DareException e) => e.Code switch
    {
        DareError.Decryption when access.Keys is { NeedsPassphrase: true, HadPassphrase: false } =>
            new ClientException(ClientError.NoDecryptionKey, $"{name} is sealed with a passphrase: say --passphrase.", e),
        DareError.Decryption when access.Keys.HadPassphrase =>
            new ClientException(ClientError.NoDecryptionKey, $"{name} cannot be opened: the passphrase is wrong, or the file was changed.", e),
        DareError.Decryption when access.Keys.Found =>
            new ClientException(ClientError.Verification, $"{name} cannot be decrypted: it was changed after it was sealed.", e),
        DareError.Decryption => new ClientException(ClientError.NoDecryptionKey, "No decryption key is available", e),
        DareError.DigestMismatch or DareError.SignatureInvalid or DareError.SignatureMissing or DareError.TreeMismatch or DareError.WrongPlace
            or DareError.LogCorrupt => new ClientException(ClientError.Verification, $"{name} does not verify: {e.Message}", e),
        DareError.NotFound or DareError.AlreadyExists or DareError.LogBusy => new ClientException(ClientError.Storage, e.Message, e),
        DareError.EntryRefused or DareError.Erased => new ClientException(ClientError.Verification, e.Message, e),
        DareError.InvalidRequest => new ClientException(ClientError.InvalidInput, e.Message, e),
        _ => new ClientException(ClientError.InvalidInput, $"{name} is no archive, log or sequence, or was damaged: {e.Message}", e),
    };
}
