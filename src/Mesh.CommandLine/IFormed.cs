namespace Mesh.CommandLine;

/// <summary>A parameter or option whose values have a form. Every one that takes a value is of this kind.</summary>
public interface IFormed
{
    /// <summary>What it takes.</summary>
    ValueForm Form { get; }
}
