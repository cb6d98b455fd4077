using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>The digest of bodies in a file; of long ones, one block is hashed while the next one is read.</summary>
internal sealed class BodyHasher(IOctetSource source) : IDisposable
{
    private const int Block = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private byte[] _block = [];
    private byte[] _next = [];

    /// <summary>SHA-512 of octets of the source.</summary>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="progress">Told how many more were read.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: the source has become shorter.</exception>
    public byte[] Hash(long start, long length, Action<int> progress)
    {
        int first = (int)Math.Min(Block, length);
        if (_block.Length < first)
        {
            _block = new byte[first];
        }

        if (length > Block && _next.Length == 0)
        {
            _next = new byte[Block];
        }

        Task? hashing = null;
        for (long done = 0; done < length;)
        {
            int count = (int)Math.Min(Block, length - done);
            byte[] block = _block;
            try
            {
                if (!source.TryReadExactly(start + done, block.AsSpan(0, count)))
                {
                    throw DareException.Malformed("The sequence became shorter while it was read.");
                }
            }
            finally
            {
                hashing?.GetAwaiter().GetResult();
            }

            if (length > Block)
            {
                hashing = Task.Run(() => _hash.AppendData(block, 0, count));
                (_block, _next) = (_next, _block);
            }
            else
            {
                _hash.AppendData(block, 0, count);
            }

            done += count;
            progress(count);
        }

        hashing?.GetAwaiter().GetResult();
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();
}
