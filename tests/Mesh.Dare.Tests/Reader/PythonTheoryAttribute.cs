namespace Mesh.Dare.Tests;

/// <summary>A theory that runs the reader in tests/reader; skipped, visibly, where there is no Python 3 or no libcrypto for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = PythonReader.Absent;
}
