using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Service;

namespace Mesh.Host;

/// <summary>Turns the exceptions of the libraries into one line and an exit code.</summary>
internal static class Explanation
{
    public static CommandException? Of(Exception e) => e switch
    {
        ServiceException { Code: ServiceError.Damaged } => new CommandException(ExitCode.VerificationFailed, e.Message, e),
        ServiceException or KeyException or DareException or ProtocolException => new CommandException(ExitCode.Error, e.Message, e),
        _ => null,
    };
}
