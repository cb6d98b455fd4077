namespace Mesh.Benchmarks.Crypto;

/// <summary>One operation as one library performs it.</summary>
/// <param name="Operation">One of <see cref="CryptoOperation"/>.</param>
/// <param name="Run">What is timed.</param>
/// <param name="Result">What comes out for the inputs that all libraries share; it must be the same for all.</param>
/// <param name="Count">Operations in one <paramref name="Run"/>.</param>
internal sealed record Subject(string Operation, Action Run, Func<byte[]> Result, int Count = 1);
