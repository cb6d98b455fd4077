using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>The parameters that name files, and the names that are taken where none is given.</summary>
internal static class DareFiles
{
    /// <summary>The extension of sealed files.</summary>
    public const string Extension = ".dare";

    public static FormedArgument<string> Input(string what) => new("in", ValueForm.File) { Description = $"the {what}, or - for standard input" };

    public static FormedArgument<string?> Output() => new("out", ValueForm.File)
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "the file to write, or - for standard output",
    };

    public static FormedOption<string?> Out() => new("--out", ValueForm.File) { Description = "the file to write, in place of the second parameter" };

    public static string? Target(string? parameter, string? option) => parameter is not null && option is not null
        ? throw CommandException.Usage("The file to write is named twice.")
        : parameter ?? option;

    // Only a name that was typed is written over.
    public static string Fresh(string name) => name != SealedFiles.StandardStream && File.Exists(name)
        ? throw new CommandException(ExitCode.Error, $"{name} exists already. Name the file to write, to replace it.")
        : name;

    /// <summary>The name of a sequence to be made.</summary>
    public static string NewSequence(string name) => name switch
    {
        SealedFiles.StandardStream => throw CommandException.Usage("An archive is written to a file."),
        _ when Directory.Exists(name) => throw CommandException.Usage($"{name} is a folder. Name a file to make."),
        _ when File.Exists(name) => throw new CommandException(ExitCode.Error, $"{name} exists already."),
        _ => name,
    };

    public static string SealedName(string source) => source == SealedFiles.StandardStream ? source : source + Extension;

    public static string OpenedName(string source) => source switch
    {
        SealedFiles.StandardStream => source,
        _ when source.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && source.Length > Extension.Length => source[..^Extension.Length],
        _ => throw CommandException.Usage($"Name the file to write: {Path.GetFileName(source)} does not end in {Extension}."),
    };
}
