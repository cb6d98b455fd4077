// dare: one command a file (command-line reference, section 9).

using System.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>Sealed and signed files.</summary>
internal static class DareCommands
{
    public static Command Make(ManagerProgram program) => ManagerProgram.Group(
        "dare",
        "Sealed and signed files and archives",
        EncodeCommand.Make(program),
        DecodeCommand.Make(program),
        VerifyCommand.Make(program),
        EarlCommand.Make(program),
        ArchiveCommand.Make(program),
        AppendCommand.Make(program),
        AppendCommand.MakeDelete(program),
        ExtractCommand.Make(program),
        ListCommand.Make(program),
        ListCommand.MakeShort(program));
}
