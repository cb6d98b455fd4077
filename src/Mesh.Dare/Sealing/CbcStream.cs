using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The plaintext of a body under <c>A256CBC</c>, decrypted as it is read, 64 KiB at a time; forwards only. The ciphertext must have been
/// covered by a digest under a proof before, or the caller waived that (D-04): nothing is authenticated here. Wrong padding at the end is the
/// one error of decryption.
/// </summary>
internal sealed class CbcStream : Stream
{
    private const int BlockSize = 16;
    private const int ChunkSize = 1 << 16;

    private readonly IOctetSource _source;
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _iv;
    private readonly byte[] _ciphertext;
    private readonly byte[] _plaintext;
    private long _read;
    private int _start;
    private int _end;

    /// <param name="source">The ciphertext, a positive multiple of 16 octets.</param>
    /// <param name="key">32 octets, copied.</param>
    /// <param name="iv">16 octets.</param>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: another length.</exception>
    public CbcStream(IOctetSource source, ReadOnlySpan<byte> key, byte[] iv)
    {
        if (source.Length == 0 || source.Length % BlockSize != 0)
        {
            throw DareException.Decryption();
        }

        _source = source;
        _iv = iv;
        _aes.SetKey(key);
        int chunk = (int)Math.Min(source.Length, ChunkSize);
        _ciphertext = new byte[chunk];
        _plaintext = new byte[chunk];
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_start == _end && !Decrypt()))
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _plaintext.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_plaintext);
            _aes.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last chunk may hold nothing but padding.
    private bool Decrypt()
    {
        if (_read == _source.Length)
        {
            return false;
        }

        int length = (int)Math.Min(ChunkSize, _source.Length - _read);
        if (!_source.TryReadExactly(_read, _ciphertext.AsSpan(0, length)))
        {
            throw DareException.Malformed("The body became shorter while it was read.");
        }

        _read += length;
        _aes.DecryptCbc(_ciphertext.AsSpan(0, length), _iv, _plaintext, PaddingMode.None);
        _ciphertext.AsSpan(length - BlockSize, BlockSize).CopyTo(_iv);
        _start = 0;
        _end = _read == _source.Length ? length - Padding(_plaintext.AsSpan(0, length)) : length;
        return _start < _end;
    }

    private static int Padding(ReadOnlySpan<byte> plaintext)
    {
        byte count = plaintext[^1];
        return count is > 0 and <= BlockSize && !plaintext[^count..].ContainsAnyExcept(count) ? count : throw DareException.Decryption();
    }
}
