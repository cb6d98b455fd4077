using System.CommandLine;

namespace Mesh.Manager.Messages;

/// <summary>message pending | accept | reject (command-line reference, section 5).</summary>
internal static class MessageCommands
{
    public static Command Make(ManagerProgram program) => ManagerProgram.Group(
        "message",
        "Requests from devices and people",
        PendingCommand.Make(program),
        DecisionCommands.Accept(program),
        DecisionCommands.Reject(program));
}
