// SHAKE256 (FIPS 202 6.2): rate 136 octets, domain bits 1111, output of any length. The platform has it on some systems only, and
// Ed448 needs it on all.

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mesh.Cryptography;

/// <summary>One SHAKE256 computation: any number of <see cref="Absorb"/>, then any number of <see cref="Squeeze"/>.</summary>
internal struct Shake256Hash
{
    /// <summary>Octets of a block.</summary>
    public const int Rate = 136;

    private State _state;
    private int _position;
    private bool _squeezing;

    /// <summary>Hashes <paramref name="input"/> into the whole of <paramref name="output"/>.</summary>
    public static void HashData(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Shake256Hash hash = default;
        hash.Absorb(input);
        hash.Squeeze(output);
        hash.Clear();
    }

    /// <summary>Takes in the next octets of the message.</summary>
    public void Absorb(ReadOnlySpan<byte> input)
    {
        if (_squeezing)
        {
            throw new InvalidOperationException("SHAKE256 takes no input after the first output.");
        }

        while (!input.IsEmpty)
        {
            if (_position == 0 && input.Length >= Rate)
            {
                for (int i = 0; i < Rate / 8; i++)
                {
                    _state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(input.Slice(8 * i, 8));
                }

                Keccak.Permute(_state);
                input = input[Rate..];
                continue;
            }

            int take = Math.Min(Rate - _position, input.Length);
            Mix(_position, input[..take]);
            _position += take;
            input = input[take..];
            if (_position == Rate)
            {
                Keccak.Permute(_state);
                _position = 0;
            }
        }
    }

    /// <summary>Absorbs zeros up to the end of a block; nothing at the start of one.</summary>
    public void PadBlock()
    {
        if (_position != 0)
        {
            Absorb(stackalloc byte[Rate - _position]);
        }
    }

    /// <summary>Gives out the next octets.</summary>
    public void Squeeze(Span<byte> output)
    {
        if (!_squeezing)
        {
            Mix(_position, 0x1F);
            Mix(Rate - 1, 0x80);
            Keccak.Permute(_state);
            _position = 0;
            _squeezing = true;
        }

        while (!output.IsEmpty)
        {
            if (_position == Rate)
            {
                Keccak.Permute(_state);
                _position = 0;
            }

            if ((_position & 7) == 0 && output.Length >= 8)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(output, _state[_position >> 3]);
                output = output[8..];
                _position += 8;
                continue;
            }

            output[0] = unchecked((byte)(_state[_position >> 3] >> (8 * (_position & 7))));
            output = output[1..];
            _position++;
        }
    }

    /// <summary>Zeroes the state.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)_state));
        _position = 0;
        _squeezing = false;
    }

    // Eight octets at a time, which end in the lane after the one they begin in.
    private void Mix(int position, ReadOnlySpan<byte> octets)
    {
        int shift = 8 * (position & 7);
        while (octets.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(octets);
            _state[position >> 3] ^= word << shift;
            if (shift != 0)
            {
                _state[(position >> 3) + 1] ^= word >> (64 - shift);
            }

            octets = octets[8..];
            position += 8;
        }

        for (int i = 0; i < octets.Length; i++)
        {
            Mix(position + i, octets[i]);
        }
    }

    private void Mix(int position, byte octet) => _state[position >> 3] ^= (ulong)octet << (8 * (position & 7));

    [InlineArray(Keccak.Lanes)]
    private struct State
    {
        private ulong _first;
    }
}
