using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Mesh.Cryptography;

namespace Mesh.Benchmarks.Dare;

/// <summary>
/// Data that is the same on every machine and at every time: in turn words, tables of numbers, and octets that no program can compress, as in a
/// folder of a person who writes, calculates and takes pictures.
/// </summary>
internal static class Corpus
{
    private const int Block = 1 << 20;
    private const int FilesOfFolder = 20;
    private const int FoldersOfFolder = 8;
    private const double MedianSize = 4096;
    private const double Spread = 1.8; // of the logarithm: a mean of 20 KiB
    private const int LargestFile = 8 << 20;

    private static readonly string[] Words = MakeWords();

    /// <summary>One file of so many octets.</summary>
    public static void WriteFile(string path, long octets)
    {
        using FileStream file = File.Create(path);
        byte[] block = new byte[Block];
        for (long k = 0; octets > 0; k++)
        {
            int length = (int)Math.Min(Block, octets);
            Fill(block.AsSpan(0, length), k);
            file.Write(block, 0, length);
            octets -= length;
        }
    }

    /// <summary>A folder of so many files, most of them small and a few large, in folders of about twenty.</summary>
    public static void WriteTree(string path, int files)
    {
        byte[] buffer = new byte[LargestFile];
        var numbers = new Numbers(1_000_000);
        for (int k = 0; k < files; k++)
        {
            Directory.CreateDirectory(Path.Combine(path, Folder(k / FilesOfFolder)));
            int size = (int)Math.Min(LargestFile, MedianSize * Math.Exp(Spread * numbers.Normal()));
            Fill(buffer.AsSpan(0, size), k);
            string name = Path.Combine(path, Folder(k / FilesOfFolder), string.Create(CultureInfo.InvariantCulture, $"file{k}.{Extension(k)}"));
            using FileStream file = File.Create(name);
            file.Write(buffer, 0, size);
        }
    }

    private static string Folder(int number) => number == 0
        ? ""
        : Path.Combine(Folder((number - 1) / FoldersOfFolder), string.Create(CultureInfo.InvariantCulture, $"folder{number}"));

    private static string Extension(long k) => (k % 3) switch
    {
        0 => "txt",
        1 => "tab",
        _ => "jpg",
    };

    private static void Fill(Span<byte> octets, long number)
    {
        switch (number % 3)
        {
            case 0:
                FillWithWords(octets, number);
                break;
            case 1:
                FillWithTable(octets, number);
                break;
            default:
                Numbers.Fill(octets, number);
                break;
        }
    }

    // Few words are common and many are rare.
    private static void FillWithWords(Span<byte> octets, long number)
    {
        var numbers = new Numbers(number);
        int at = 0;
        while (at < octets.Length)
        {
            double rank = Math.Pow(Words.Length, numbers.Unit()) - 1;
            string word = Words[(int)rank];
            string text = numbers.Unit() < 0.08 ? word + ".\n" : word + " ";
            int length = Math.Min(text.Length, octets.Length - at);
            System.Text.Encoding.ASCII.GetBytes(text.AsSpan(0, length), octets[at..]);
            at += length;
        }
    }

    // Rows of 16 octets: a number, a time that grows, a measurement with noise, a code.
    private static void FillWithTable(Span<byte> octets, long number)
    {
        var numbers = new Numbers(number);
        Span<byte> row = stackalloc byte[16];
        uint time = 1_700_000_000;
        for (int at = 0, k = 0; at < octets.Length; at += row.Length, k++)
        {
            time += (uint)(numbers.Unit() * 60);
            BinaryPrimitives.WriteInt32LittleEndian(row, k);
            BinaryPrimitives.WriteUInt32LittleEndian(row[4..], time);
            BinaryPrimitives.WriteSingleLittleEndian(row[8..], (float)(20 + numbers.Normal()));
            BinaryPrimitives.WriteInt32LittleEndian(row[12..], (int)(numbers.Unit() * 8));
            row[..Math.Min(row.Length, octets.Length - at)].CopyTo(octets[at..]);
        }
    }

    private static string[] MakeWords()
    {
        var numbers = new Numbers(2_000_000);
        return [.. Enumerable.Range(0, 20_000).Select(_ => Word(numbers))];
    }

    private static string Word(Numbers numbers)
    {
        var word = new StringBuilder();
        for (int length = 1 + (int)(numbers.Unit() * 4); length > 0; length--)
        {
            word.Append("bcdfghlmnprstvw"[(int)(numbers.Unit() * 15)]).Append("aeiou"[(int)(numbers.Unit() * 5)]);
        }

        return word.ToString();
    }

    /// <summary>Numbers that look random and are always the same: AES-256-GCM of zeros, with the number of the stream as nonce.</summary>
    private sealed class Numbers(long stream)
    {
        private readonly byte[] _octets = new byte[1 << 16];
        private long _turn;
        private int _at = 1 << 16;

        public static void Fill(Span<byte> octets, long stream) => Fill(octets, stream, 0);

        /// <summary>From 0 up to, but not including, 1.</summary>
        public double Unit()
        {
            if (_at == _octets.Length)
            {
                Fill(_octets, stream, ++_turn);
                _at = 0;
            }

            uint number = BinaryPrimitives.ReadUInt32LittleEndian(_octets.AsSpan(_at));
            _at += sizeof(uint);
            return number / 4294967296.0;
        }

        /// <summary>Of mean 0 and deviation 1, nearly: the sum of twelve.</summary>
        public double Normal()
        {
            double sum = -6;
            for (int k = 0; k < 12; k++)
            {
                sum += Unit();
            }

            return sum;
        }

        private static void Fill(Span<byte> octets, long stream, long turn)
        {
            Span<byte> nonce = stackalloc byte[Aes256Gcm.NonceSize];
            BinaryPrimitives.WriteInt64LittleEndian(nonce, stream);
            BinaryPrimitives.WriteInt32LittleEndian(nonce[8..], (int)turn);
            using var cipher = new Aes256Gcm(new byte[Aes256Gcm.KeySize]);
            octets.Clear();
            byte[] sealedOctets = new byte[octets.Length + Aes256Gcm.TagSize];
            cipher.Seal(nonce, octets, [], sealedOctets);
            sealedOctets.AsSpan(0, octets.Length).CopyTo(octets);
        }
    }
}
