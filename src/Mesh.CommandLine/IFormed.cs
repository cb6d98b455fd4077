namespace Mesh.CommandLine;

/// <summary>A parameter or option whose values have a form. Every one that takes a value is of this kind.</summary>
public interface IFormed
{
    /// <summary>What it takes.</summary>
    ValueForm Form { get; }

    /// <summary>Whether the name alone asks a person for the value. A value follows it as <c>=value</c>, or is <c>-</c> or <c>@file</c>.</summary>
    bool MayBeAsked => false;
}
