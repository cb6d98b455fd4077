// Verification of many signatures with one equation, and the finding of those that fail (Mesh threshold, section 10.6).
//
// With a random factor z of 128 bits for each signature (R, S) of the key A and challenge k, all signatures are valid, but for a chance of 2^-128,
// exactly where
//
//     [sum z S] B - sum [z k] A - sum [z] R
//
// is neutral up to small order. The keys' factors are added up where a key occurs more than once. Where the sum is not neutral, it is the sum of those
// of two halves: one of them is computed, the other is the difference.

using System.Buffers;

namespace Mesh.Cryptography;

/// <summary>A batch of signatures in one group. All of it is public.</summary>
internal sealed class SignatureBatch<TGroup, TPoint, TPrepared, TScalar> : ScalarBatch<TScalar>
    where TGroup : struct, ISignatureGroup<TPoint, TPrepared, TScalar>
    where TPoint : struct
    where TPrepared : struct
    where TScalar : struct
{
    private const int FactorSize = 16;

    // Signatures that sums of groups may cover in search of the invalid ones, for each in the batch. What is still in doubt then is verified one by one,
    // so that a batch of invalid signatures costs little more than verifying each of them.
    private const int SearchPerSignature = 2;

    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _keys =
        new Dictionary<byte[], int>(OctetComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly List<Entry> _entries = [];
    private readonly List<int> _malformed = [];
    private byte[] _keyOctets = [];
    private byte[] _commitmentOctets = [];

    /// <inheritdoc/>
    public override int Count => _entries.Count + _malformed.Count;

    /// <inheritdoc/>
    public override void AddMalformed() => _malformed.Add(Count);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> commitment, in TScalar s, in TScalar challenge)
    {
        if (!_keys.TryGetValue(publicKey, out int key))
        {
            key = _keys.Dictionary.Count;
            Append(ref _keyOctets, key, publicKey);
            _keys[publicKey] = key;
        }

        Append(ref _commitmentOctets, _entries.Count, commitment);
        _entries.Add(new Entry(Count, key, s, challenge));
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _keys.Dictionary.Clear();
        _entries.Clear();
        _malformed.Clear();
    }

    /// <inheritdoc/>
    public override bool Verify(IRandomSource random)
    {
        if (_malformed.Count != 0)
        {
            return false;
        }

        using Check check = new(this, random);
        return check.Undecodable.Count == 0 && check.IsValid();
    }

    /// <inheritdoc/>
    public override int[] FindInvalid(IRandomSource random)
    {
        using Check check = new(this, random);
        int[] invalid = [.. _malformed, .. check.Undecodable, .. check.FindInvalid()];
        Array.Sort(invalid);
        return invalid;
    }

    private static void Append(ref byte[] octets, int index, ReadOnlySpan<byte> point)
    {
        int at = index * TGroup.PointSize;
        if (at + point.Length > octets.Length)
        {
            Array.Resize(ref octets, Math.Max(2 * octets.Length, 16 * TGroup.PointSize));
        }

        point.CopyTo(octets.AsSpan(at));
    }

    private readonly record struct Entry(int Index, int Key, TScalar S, TScalar Challenge);

    // One run of the equation: points and random factors of the batch as it stands.
    private sealed class Check : IDisposable
    {
        private readonly Entry[] _entries;
        private readonly TPoint[] _commitments;
        private readonly TPoint[] _keys;
        private readonly TScalar[] _factors;
        private readonly int[] _keyTerms;
        private readonly TPoint[] _points;
        private readonly TScalar[] _scalars;
        private readonly ulong[] _words;
        private readonly int _count;
        private int _searched;

        public Check(SignatureBatch<TGroup, TPoint, TPrepared, TScalar> batch, IRandomSource random)
        {
            int all = batch._entries.Count;
            int keys = batch._keys.Dictionary.Count;
            int terms = all + keys + 1;
            _entries = ArrayPool<Entry>.Shared.Rent(all);
            _commitments = ArrayPool<TPoint>.Shared.Rent(all);
            _keys = ArrayPool<TPoint>.Shared.Rent(keys);
            _factors = ArrayPool<TScalar>.Shared.Rent(all);
            _keyTerms = ArrayPool<int>.Shared.Rent(keys);
            _points = ArrayPool<TPoint>.Shared.Rent(terms);
            _scalars = ArrayPool<TScalar>.Shared.Rent(terms);
            _words = ArrayPool<ulong>.Shared.Rent(terms * TGroup.ScalarWords);
            _count = Decode(batch, keys);
            DrawFactors(random);
        }

        /// <summary>Indices of signatures with a public key or R that is refused.</summary>
        public List<int> Undecodable { get; } = [];

        public bool IsValid()
        {
            Sum(0, _count, out TPoint sum);
            return TGroup.IsNeutral(sum);
        }

        public List<int> FindInvalid()
        {
            List<int> invalid = [];
            Sum(0, _count, out TPoint sum);
            Search(0, _count, sum, invalid);
            return invalid;
        }

        public void Dispose()
        {
            ArrayPool<Entry>.Shared.Return(_entries);
            ArrayPool<TPoint>.Shared.Return(_commitments);
            ArrayPool<TPoint>.Shared.Return(_keys);
            ArrayPool<TScalar>.Shared.Return(_factors);
            ArrayPool<int>.Shared.Return(_keyTerms);
            ArrayPool<TPoint>.Shared.Return(_points);
            ArrayPool<TScalar>.Shared.Return(_scalars);
            ArrayPool<ulong>.Shared.Return(_words);
        }

        // Keeps the entries whose key and R decode; returns their number.
        private int Decode(SignatureBatch<TGroup, TPoint, TPrepared, TScalar> batch, int keys)
        {
            int all = batch._entries.Count;
            bool[] valid = ArrayPool<bool>.Shared.Rent(all);
            bool[] small = ArrayPool<bool>.Shared.Rent(all);
            bool[] refused = ArrayPool<bool>.Shared.Rent(keys);
            try
            {
                TGroup.Decode(batch._keyOctets.AsSpan(0, keys * TGroup.PointSize), _keys.AsSpan(0, keys), valid, small);
                for (int i = 0; i < keys; i++)
                {
                    refused[i] = !valid[i] || small[i];
                }

                TGroup.Decode(batch._commitmentOctets.AsSpan(0, all * TGroup.PointSize), _commitments.AsSpan(0, all), valid, small);
                int kept = 0;
                for (int i = 0; i < all; i++)
                {
                    Entry entry = batch._entries[i];
                    if (refused[entry.Key] || !valid[i])
                    {
                        Undecodable.Add(entry.Index);
                        continue;
                    }

                    _entries[kept] = entry;
                    _commitments[kept] = _commitments[i];
                    kept++;
                }

                return kept;
            }
            finally
            {
                ArrayPool<bool>.Shared.Return(valid);
                ArrayPool<bool>.Shared.Return(small);
                ArrayPool<bool>.Shared.Return(refused);
            }
        }

        // From 1 to 2^128.
        private void DrawFactors(IRandomSource random)
        {
            byte[] octets = ArrayPool<byte>.Shared.Rent(_count * FactorSize);
            random.Fill(octets.AsSpan(0, _count * FactorSize));
            for (int i = 0; i < _count; i++)
            {
                _factors[i] = TGroup.Successor(octets.AsSpan(i * FactorSize, FactorSize));
            }

            ArrayPool<byte>.Shared.Return(octets);
        }

        // The invalid ones among those from start to end, whose sum is given.
        private void Search(int start, int end, in TPoint sum, List<int> invalid)
        {
            if (TGroup.IsNeutral(sum))
            {
                return;
            }

            if (end - start == 1)
            {
                invalid.Add(_entries[start].Index);
                return;
            }

            int middle = start + ((end - start) / 2);
            if (_searched + (middle - start) > SearchPerSignature * _count)
            {
                VerifyEach(start, end, invalid);
                return;
            }

            _searched += middle - start;
            Sum(start, middle, out TPoint left);
            TGroup.Prepare(out TPrepared prepared, left);
            TGroup.Subtract(out TPoint right, sum, prepared);
            Search(start, middle, left, invalid);
            Search(middle, end, right, invalid);
        }

        private void VerifyEach(int start, int end, List<int> invalid)
        {
            for (int i = start; i < end; i++)
            {
                Sum(i, i + 1, out TPoint sum);
                if (!TGroup.IsNeutral(sum))
                {
                    invalid.Add(_entries[i].Index);
                }
            }
        }

        // The negative of the sum that the head of this file gives, over those from start to end.
        private void Sum(int start, int end, out TPoint sum)
        {
            int terms = 1;
            TScalar ofBase = default;
            Array.Clear(_keyTerms);
            for (int i = start; i < end; i++)
            {
                ref readonly Entry entry = ref _entries[i];
                ofBase = TGroup.MultiplyAdd(_factors[i], entry.S, ofBase);
                ref int keyTerm = ref _keyTerms[entry.Key];
                if (keyTerm == 0)
                {
                    keyTerm = terms++;
                    _points[keyTerm] = _keys[entry.Key];
                    _scalars[keyTerm] = default;
                }

                _scalars[keyTerm] = TGroup.MultiplyAdd(_factors[i], entry.Challenge, _scalars[keyTerm]);
            }

            _points[0] = TGroup.Base;
            _scalars[0] = TGroup.Negate(ofBase);
            _commitments.AsSpan(start, end - start).CopyTo(_points.AsSpan(terms));
            _factors.AsSpan(start, end - start).CopyTo(_scalars.AsSpan(terms));
            terms += end - start;
            for (int i = 0; i < terms; i++)
            {
                TGroup.WriteWords(_scalars[i], _words.AsSpan(i * TGroup.ScalarWords, TGroup.ScalarWords));
            }

            MultiScalar<TGroup, TPoint, TPrepared, TScalar>.Sum(
                out sum, _points.AsSpan(0, terms), _words.AsSpan(0, terms * TGroup.ScalarWords));
        }
    }
}
