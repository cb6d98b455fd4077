namespace Mesh.TestKit;

/// <summary>
/// Names the security requirements (docs/security-requirements.md) that a test shows: it fails when the check that they ask for is
/// removed. A test compares the table with these marks.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(params string[] ids) : Attribute
{
    public IReadOnlyList<string> Ids { get; } = ids;
}
