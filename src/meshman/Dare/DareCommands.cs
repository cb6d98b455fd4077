// dare: one command a file (command-line reference, section 9).

using System.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>Sealed and signed files.</summary>
internal static class DareCommands
{
    public static Command Make(ManagerProgram program) => program.Group(
        "dare",
        "Sealed and signed files and archives",
        new("encode", EncodeCommand.Make),
        new("decode", DecodeCommand.Make),
        new("verify", VerifyCommand.Make),
        new("earl", EarlCommand.Make),
        new("create", CreateCommand.Make),
        new("archive", ArchiveCommand.Make),
        new("append", AppendCommand.Make),
        new("delete", AppendCommand.MakeDelete),
        new("list", ListCommand.Make),
        new("dir", ListCommand.MakeShort),
        new("extract", ExtractCommand.Make),
        new("index", IndexCommand.Make),
        new("copy", CopyCommand.Make),
        new("fsck", FsckCommand.Make),
        new("proof", ProofCommand.Make),
        new("subset", SubsetCommand.Make),
        new("fetch", FetchCommand.Make),
        new("log", LogCommand.Make),
        new("tail", TailCommand.Make));
}
