namespace Mesh.Dare;

/// <summary>Which entries an archive has, as far as its writer can know.</summary>
internal sealed class ArchiveKnowledge : IDisposable
{
    private readonly IDurableFile? _file;
    private readonly SequenceReader? _reader;
    private readonly bool _isBlind;
    private readonly Dictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private string? _highest;
    private bool _isAscending = true;

    private ArchiveKnowledge(IDurableFile? file, SequenceReader? reader, bool isBlind)
    {
        _file = file;
        _reader = reader;
        _isBlind = isBlind;
    }

    public static ArchiveKnowledge OfNothing() => new(null, null, isBlind: false);

    public static ArchiveKnowledge Of(string path, SequenceOptions options)
    {
        IDurableFile? file = options.Files.OpenToRead(path);
        try
        {
            var reader = SequenceReader.Open(
                file ?? throw new DareException(DareError.NotFound, $"There is no file {path}."),
                options.Access.WithoutSigners(),
                withUnsigned: true);
            return new ArchiveKnowledge(file, reader, isBlind: IsBlind(reader));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is such an entry; null where that cannot be known.</summary>
    public bool? Has(ArchivePath path)
    {
        if (_changed.TryGetValue(path.Text, out bool here))
        {
            return here;
        }

        if (_reader is null)
        {
            // While paths come in order, one that is beyond all others was not there, and none need be kept in memory.
            return _highest is null || KeyOrder.Instance.Compare(path.Text, _highest) > 0 ? false : null;
        }

        return _isBlind ? null : _reader.Find(path.Text) is not null;
    }

    public void Added(ArchivePath path)
    {
        if (_reader is null && _isAscending && (_highest is null || KeyOrder.Instance.Compare(path.Text, _highest) > 0))
        {
            _highest = path.Text;
            return;
        }

        _isAscending = false;
        _changed[path.Text] = true;
    }

    public void Removed(ArchivePath path) => _changed[path.Text] = false;

    public void Dispose()
    {
        _reader?.Dispose();
        _file?.Dispose();
    }

    private static bool IsBlind(SequenceReader reader)
    {
        try
        {
            _ = reader.Find("");
            return false;
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            return true;
        }
    }
}
