namespace Mesh.Encoding;

/// <summary>
/// The codes that a JSON-C document has defined so far (draft-hallambaker-jsonbcd section 5). One is needed only where a document is read in
/// several parts, such as the header and the trailer of an envelope in a file, or where its dictionaries are to be found.
/// </summary>
public sealed class JsonCodes
{
    private readonly Dictionary<ulong, JsonCodeValue> _values = [];

    /// <summary>Codes without dictionaries: a document that takes one in is refused.</summary>
    public JsonCodes()
    {
    }

    /// <summary>Codes with dictionaries.</summary>
    /// <param name="resolve">
    /// Gives the entries of the dictionary with this identifier by their numbers, or null where it is not known. The numbers in the document
    /// are these plus the offset at which it takes the dictionary in.
    /// </param>
    public JsonCodes(Func<ReadOnlyMemory<byte>, IReadOnlyDictionary<uint, string>?> resolve)
    {
        ArgumentNullException.ThrowIfNull(resolve);
        Resolve = id => resolve(id);
    }

    internal Func<byte[], IReadOnlyDictionary<uint, string>?>? Resolve { get; }

    internal JsonCodeValue? Find(ulong code) => _values.GetValueOrDefault(code);

    /// <summary>False where the code has a value already: none ever changes its meaning.</summary>
    internal bool TryDefine(ulong code, JsonCodeValue value) => _values.TryAdd(code, value);
}
