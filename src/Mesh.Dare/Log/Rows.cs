namespace Mesh.Dare;

/// <summary>
/// Rows of structures, appended one after another. As <see cref="List{T}"/>, but of this library: its code for our structures is compiled
/// ahead of time, where that of the platform's lists would be compiled at every start of a program.
/// </summary>
internal sealed class Rows<T>
    where T : struct
{
    private const int First = 16;
    private T[]? _rows;

    public int Count { get; private set; }

    public T this[int index] => index < Count ? _rows![index] : throw new ArgumentOutOfRangeException(nameof(index));

    public void Add(T row)
    {
        if (_rows is null)
        {
            _rows = new T[First];
        }
        else if (Count == _rows.Length)
        {
            var larger = new T[2 * Count];
            Array.Copy(_rows, larger, Count);
            _rows = larger;
        }

        _rows[Count++] = row;
    }
}
