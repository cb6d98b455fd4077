namespace Mesh.EndToEnd.Tests;

/// <summary>The tests that look at one and the same drill.</summary>
[CollectionDefinition(Name)]
public sealed class DrillGroup : ICollectionFixture<PlayedDrill>
{
    public const string Name = "drill";
}
