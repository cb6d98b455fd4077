namespace Mesh.Timing;

/// <summary>A target made of two functions: one makes of the octets what the operation wants, the other is the operation.</summary>
internal sealed class Operation<T>(string name, int secretSize, byte[] fixedSecret, Func<byte[], T> prepare, Action<T> run)
    : Target(name, secretSize, fixedSecret)
{
    private T[] _slots = [];

    public override void Allocate(int slots) => _slots = new T[slots];

    public override void Prepare(int slot, byte[] secret)
    {
        (_slots[slot] as IDisposable)?.Dispose();
        _slots[slot] = prepare(secret);
    }

    public override void Run(int slot, int times)
    {
        T value = _slots[slot];
        for (int i = 0; i < times; i++)
        {
            run(value);
        }
    }
}
