using System.CommandLine;

namespace Mesh.CommandLine.Tests;

/// <summary>A program whose real command tree is put through <see cref="CommandTreeSuite{TProgram}"/>.</summary>
public interface IProgramTree
{
    /// <summary>The tree, as the program makes it.</summary>
    Command Make(Terminal terminal);

    /// <summary>As the program explains exceptions.</summary>
    CommandException? Explain(Exception exception);

    /// <summary>For every form of values: one that is right, and some that are wrong.</summary>
    IReadOnlyDictionary<ValueForm, FormSample> Samples { get; }

    /// <summary>The folders in which an effect would show.</summary>
    IReadOnlyList<string> Folders { get; }
}
