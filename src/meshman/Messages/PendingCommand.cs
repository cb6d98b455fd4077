using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Messages;

/// <summary><c>message pending</c> and <c>device pending</c> (command-line reference, section 5).</summary>
internal static class PendingCommand
{
    public static Command Make(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("pending", "Show the requests that wait for a decision", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            var result = new CommandResult("ResultPending");
            var entries = new List<CommandResult>();
            foreach (PendingConnection pending in account.PendingConnections())
            {
                entries.Add(new CommandResult("Pending").Field("MessageID", pending.MessageId).Field("Type", "ConnectionRequest")
                    .Field("To", pending.Address).Field("Device", pending.DeviceUdf).Field("Witness", pending.Witness)
                    .Field("Description", pending.Description).Field("PinState", pending.PinState));
                result.Line($"MessageID: {pending.MessageId}")
                    .Line("        Connection Request::")
                    .Line($"        MessageID: {pending.MessageId}")
                    .Line($"        To: {pending.Address} From: (a new device)")
                    .Line($"        Device:  {pending.DeviceUdf}")
                    .Line($"        Witness: {pending.Witness}");
                if (pending.Description is { } description)
                {
                    result.Line($"        It says of itself: {description}");
                }

                if (pending.PinState is { } state)
                {
                    result.Line($"        PIN: {state}");
                }
            }

            return result.Field("Messages", entries);
        }, options.All);
    }
}
