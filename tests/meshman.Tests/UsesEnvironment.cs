namespace Mesh.Manager.Tests;

/// <summary>Tests that use the environment of this process, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class UsesEnvironment
{
    public const string Name = "environment";
}
