using Mesh.CommandLine;
using Mesh.Encoding;

namespace Mesh.Manager;

/// <summary>Turns the exceptions of the libraries into one line and an exit code. Anything else is a defect and is not hidden.</summary>
internal static class Explanation
{
    public static CommandException? Of(Exception e) => e switch
    {
        EncodingException => new CommandException(ExitCode.Error, e.Message, e),
        _ => null,
    };
}
