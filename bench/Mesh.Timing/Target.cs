namespace Mesh.Timing;

/// <summary>What is timed: an operation on one secret at a time, which is either always the same or random.</summary>
/// <param name="name">As the report prints it.</param>
/// <param name="secretSize">Octets of the secret.</param>
/// <param name="fixedSecret">The secret of the fixed class.</param>
internal abstract class Target(string name, int secretSize, byte[] fixedSecret)
{
    public string Name { get; } = name;

    public int SecretSize { get; } = secretSize;

    public byte[] FixedSecret { get; } = fixedSecret.Length == secretSize ? fixedSecret : throw new ArgumentException("not as long as it should be");

    /// <summary>Whether the tool must find a difference, because one was put there.</summary>
    public bool IsControl { get; init; }

    /// <summary>Makes room for so many secrets.</summary>
    public abstract void Allocate(int slots);

    /// <summary>Puts a secret into its slot. The same work whichever class it is of.</summary>
    public abstract void Prepare(int slot, byte[] secret);

    /// <summary>The operation, so many times over, on the secret of the slot.</summary>
    public abstract void Run(int slot, int times);
}
