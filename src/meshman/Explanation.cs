using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Manager;

/// <summary>Turns the exceptions of the libraries into one line and an exit code. Anything else is a defect and is not hidden.</summary>
internal static class Explanation
{
    public static CommandException? Of(Exception e) => e switch
    {
        ClientException client => new CommandException(CodeOf(client.Code), client.Message, e),
        EncodingException or KeyException => new CommandException(ExitCode.Error, e.Message, e),
        _ => null,
    };

    private static int CodeOf(ClientError error) => error switch
    {
        ClientError.Verification or ClientError.ServiceUntrusted or ClientError.Alarm => ExitCode.VerificationFailed,
        ClientError.Refused or ClientError.NotAuthorised or ClientError.Rejected or ClientError.Pending or ClientError.Expired => ExitCode.Refused,
        _ => ExitCode.Error,
    };
}
