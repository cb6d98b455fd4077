using System.Diagnostics.CodeAnalysis;
using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>
/// A key store in a directory that only its owner can enter (0700), one file (0600) for each secret. A secret is written to a new
/// file, flushed, moved over the old one, and the directory flushed, so that a crash leaves either the old secret or the new one.
/// Processes may use one store at the same time: writers take turns, readers never wait. What others can read is refused. Erased
/// secrets are unlinked; their blocks are the file system's, so the store belongs on an encrypted volume.
/// </summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The constructor refuses Windows.")]
public sealed class FileKeyStore : IKeyStore
{
    private const string Suffix = ".key";
    private const string TemporaryName = ".saving";
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly PosixFiles _files;

    /// <summary>Opens the store in the directory <paramref name="root"/>, which is created where it does not exist.</summary>
    /// <exception cref="KeyException">
    /// The directory can be used by others (<see cref="KeyError.StorePermissions"/>) or cannot be created
    /// (<see cref="KeyError.StoreFailed"/>, <see cref="KeyError.StoreNotDurable"/>).
    /// </exception>
    public FileKeyStore(string root)
        : this(root, new PosixFiles())
    {
    }

    internal FileKeyStore(string root, PosixFiles files)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (OperatingSystem.IsWindows())
        {
            throw new KeyException(KeyError.StorePermissions, "the file key store needs POSIX file permissions, which Windows does not have");
        }

        _root = Path.GetFullPath(root);
        _files = files;
        if (!Directory.Exists(_root))
        {
            Try("create the key store", () => Directory.CreateDirectory(_root, OwnerDirectory));
            FlushDirectory(Path.GetDirectoryName(_root) ?? _root);
        }

        CheckDirectory();
        if (File.Exists(TemporaryPath))
        {
            using (Lock())
            {
                RemoveLeftover();
            }
        }
    }

    /// <inheritdoc/>
    public void Save(string id, SecretBytes secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, KeyFile.MaximumSecretLength, nameof(secret));
        string name = KeyStoreId.Normalise(id);
        CheckDirectory();
        using SecretBytes content = KeyFile.Encode(name, secret);

        using (Lock())
        {
            RemoveLeftover();
            Replace(FilePath(name), content);
            FlushDirectory(_root);
        }
    }

    /// <inheritdoc/>
    public SecretBytes? Load(string id)
    {
        string name = KeyStoreId.Normalise(id);
        CheckDirectory();
        try
        {
            using FileStream file = new(FilePath(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            CheckFile(name, file);
            if (file.Length > KeyFile.MaximumLength)
            {
                throw KeyFile.Damaged(name, "it is too long");
            }

            using SecretBytes content = SecretBytes.Create((int)file.Length, file.ReadExactly);
            return KeyFile.Decode(name, content.Reveal());
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (EndOfStreamException e)
        {
            throw new KeyException(KeyError.StoreDamaged, $"the file of the key {name} became shorter while it was read", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyException(KeyError.StoreFailed, $"cannot read the key {name}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public bool Erase(string id)
    {
        string name = KeyStoreId.Normalise(id);
        CheckDirectory();
        string path = FilePath(name);
        using (Lock())
        {
            if (!File.Exists(path))
            {
                return false;
            }

            Try($"erase the key {name}", () => _files.Delete(path));
            FlushDirectory(_root);
            return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List()
    {
        CheckDirectory();
        List<string> names = [];
        Try("list the key store", () => names.AddRange(
            from path in Directory.EnumerateFiles(_root, "*" + Suffix)
            let name = Path.GetFileNameWithoutExtension(path)
            where KeyStoreId.IsValid(name) && !name.Any(char.IsAsciiLetterLower)
            select name));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private string TemporaryPath => Path.Combine(_root, TemporaryName);

    private string FilePath(string name) => Path.Combine(_root, name + Suffix);

    private IDisposable Lock()
    {
        IDisposable? held = null;
        Try("lock the key store", () => held = _files.Lock(_root));
        return held!;
    }

    private void Replace(string path, SecretBytes content)
    {
        try
        {
            using (FileStream file = _files.CreateNew(TemporaryPath))
            {
                file.Write(content.Reveal());
                _files.Flush(file);
            }

            _files.Replace(TemporaryPath, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Should it stay, the next writer or the next opening removes it.
            RemoveLeftover();
            throw new KeyException(KeyError.StoreFailed, $"cannot save the key, nothing was changed: {e.Message}", e);
        }
    }

    /// <summary>Removes the file that a crash left behind, which holds a secret. Under the lock it is nobody's work in progress.</summary>
    private void RemoveLeftover() => Try("tidy the key store", () => _files.Delete(TemporaryPath));

    private void CheckDirectory()
    {
        UnixFileMode mode = default;
        Try("open the key store", () => mode = File.GetUnixFileMode(_root));
        if ((mode & Others) != 0)
        {
            throw new KeyException(
                KeyError.StorePermissions, $"the key store {_root} is open to others: run chmod 700 on it, and replace keys that they may have read");
        }
    }

    private static void CheckFile(string name, FileStream file)
    {
        if ((File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
        {
            throw new KeyException(
                KeyError.StorePermissions, $"the file of the key {name} is open to others: run chmod 600 on it, and replace the key if they may have read it");
        }
    }

    private void FlushDirectory(string path)
    {
        try
        {
            _files.FlushDirectory(path);
        }
        catch (IOException e)
        {
            throw new KeyException(
                KeyError.StoreNotDurable, $"it is not known whether the change of the key store would survive a crash: {e.Message}", e);
        }
    }

    private static void Try(string what, Action operation)
    {
        try
        {
            operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyException(KeyError.StoreFailed, $"cannot {what}: {e.Message}", e);
        }
    }
}
