using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Reads an object of a store frame by the names of the members that matter, each of which may stand once; others are skipped. One pass over
/// the octets and no document: a log of a million frames is read so when it is opened.
/// </summary>
internal sealed class MemberTable<T>
    where T : class
{
    private readonly List<byte[]> _names = [];
    private readonly List<Taker> _takers = [];

    private delegate void Taker(ref Utf8JsonReader json, T into);

    public MemberTable<T> Text(ReadOnlySpan<byte> name, Action<T, string> set) =>
        Add(name, (ref json, into) => set(into, MemberValue.Text(ref json)));

    public MemberTable<T> Binary(ReadOnlySpan<byte> name, Action<T, byte[]> set) =>
        Add(name, (ref json, into) => set(into, MemberValue.Binary(ref json)));

    public MemberTable<T> Number(ReadOnlySpan<byte> name, Action<T, long> set) =>
        Add(name, (ref json, into) => set(into, MemberValue.Number(ref json)));

    /// <summary>An array; its first element where that is a text.</summary>
    public MemberTable<T> FirstText(ReadOnlySpan<byte> name, Action<T, string?> set) =>
        Add(name, (ref json, into) => set(into, MemberValue.FirstText(ref json)));

    /// <summary>An object, whose members go into the same facts.</summary>
    public MemberTable<T> Object(ReadOnlySpan<byte> name, MemberTable<T> members) =>
        Add(name, (ref json, into) => members.ReadObject(ref json, into));

    /// <summary>A member that may not stand there.</summary>
    public MemberTable<T> Refuse(ReadOnlySpan<byte> name, string problem) => Add(name, (ref _, _) => throw DareException.Malformed(problem));

    /// <summary>Reads octets that are one object, white space around it allowed.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    /// <exception cref="JsonException">The octets are not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not UTF-8.</exception>
    public T Read(ReadOnlySpan<byte> octets, T into)
    {
        var json = new Utf8JsonReader(octets, MemberValue.Strict);
        ReadObject(ref json, into);
        return json.Read() ? throw DareException.Malformed("Octets follow an object of a store frame.") : into;
    }

    private void ReadObject(ref Utf8JsonReader json, T into)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw DareException.Malformed("An object is expected in a store frame.");
        }

        for (uint seen = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName;)
        {
            int which = Find(in json);
            if (which < 0)
            {
                json.Skip();
                continue;
            }

            if ((seen >> which & 1) == 1)
            {
                throw DareException.Malformed("A member stands twice in a store frame.");
            }

            seen |= 1u << which;
            _takers[which](ref json, into);
        }
    }

    private int Find(in Utf8JsonReader json)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (json.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private MemberTable<T> Add(ReadOnlySpan<byte> name, Taker taker)
    {
        _names.Add(name.ToArray());
        _takers.Add(taker);
        return this;
    }
}
