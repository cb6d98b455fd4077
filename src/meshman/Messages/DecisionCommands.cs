using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Messages;

/// <summary>
/// <c>accept</c> and <c>reject</c>, under <c>device</c> and <c>message</c>. A witness shown on two screens is only worth its full length: a
/// beginning of it selects a request, on a terminal alone, and the whole value is shown and confirmed (P-17).
/// </summary>
internal static class DecisionCommands
{
    private const int FullLength = 28;

    public static Command Accept(ManagerProgram program)
    {
        FormedArgument<string> code = Code();
        var name = new FormedArgument<string?>("id", Forms.LocalName) { Arity = ArgumentArity.ZeroOrOne, Description = "local name for the device" };
        var options = new AccountOptions();
        var roles = new RoleOptions();
        return program.Command("accept", "Accept a request", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            string witness = Select(program, account, parsed.GetValue(code)!, "Accept");
            ConnectionDecided decided = await account.AcceptAsync(
                witness, parsed.GetValue(name), roles.Read(parsed), cancel).ConfigureAwait(false);
            return Result(decided).Line("Result: Accept").Line($"Added device: {decided.DeviceUdf}")
                .VerboseLine($"Rights: {string.Join(", ", decided.Roles)}");
        }, [code, name, .. options.All, .. roles.All]);
    }

    public static Command Reject(ManagerProgram program)
    {
        FormedArgument<string> code = Code();
        var options = new AccountOptions();
        return program.Command("reject", "Reject a request", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            string witness = Select(program, account, parsed.GetValue(code)!, "Reject");
            ConnectionDecided decided = await account.RejectAsync(witness, cancel).ConfigureAwait(false);
            return Result(decided).Line("Result: Reject");
        }, [code, .. options.All]);
    }

    private static FormedArgument<string> Code() => new("code", Forms.Witness) { Description = "the witness, all 28 characters" };

    private static CommandResult Result(ConnectionDecided decided) => new CommandResult("ResultReceived")
        .Field("Result", decided.Accepted ? "Accept" : "Reject").Field("DeviceUdf", decided.DeviceUdf).Field("Witness", decided.Witness)
        .Field("LocalName", decided.LocalName).Field("Roles", decided.Roles);

    private static string Select(ManagerProgram program, MeshAccount account, string code, string decision)
    {
        string typed = Characters(code);
        if (typed.Length >= FullLength)
        {
            return code;
        }

        if (!program.Terminal.CanAsk)
        {
            throw CommandException.Usage($"Give all {FullLength} characters of the witness: a part of it proves nothing.");
        }

        List<PendingConnection> chosen = [.. account.PendingConnections().Where(p => Characters(p.Witness).StartsWith(typed, StringComparison.Ordinal))];
        return chosen switch
        {
            [] => throw new CommandException(ExitCode.Error, "The specified message could not be found."),
            [var one] when program.Terminal.Confirm($"{decision} {one.Witness}? The new device must show the same.") => one.Witness,
            [_] => throw new CommandException(ExitCode.Refused, "Nothing was decided."),
            _ => throw new CommandException(ExitCode.Error, "Two requests begin like that. Give all characters of the witness."),
        };
    }

    private static string Characters(string code) => code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
