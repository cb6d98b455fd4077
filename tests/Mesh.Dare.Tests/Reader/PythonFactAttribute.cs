namespace Mesh.Dare.Tests;

/// <summary>As <see cref="PythonTheoryAttribute"/>, for one case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = PythonReader.Absent;
}
