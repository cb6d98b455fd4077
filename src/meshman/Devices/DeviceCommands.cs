// device request | pending | accept | reject | complete | list | delete (command-line reference, section 4).

using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Messages;

namespace Mesh.Manager.Devices;

/// <summary>The devices of an account.</summary>
internal static class DeviceCommands
{
    public static Command Make(ManagerProgram program) => ManagerProgram.Group(
        "device",
        "Connect devices to an account, and remove them",
        Request(program),
        PendingCommand.Make(program),
        DecisionCommands.Accept(program),
        DecisionCommands.Reject(program),
        Complete(program),
        List(program),
        Delete(program));

    private static Command Request(ManagerProgram program)
    {
        var address = new FormedArgument<string>("account", Forms.Address) { Description = "the account to join" };
        var pin = new FormedOption<string?>("--pin", Forms.Pin) { Description = "the PIN from an administrator's device, or - (standard input) or @file" };
        var description = new FormedOption<string?>("--dd", ValueForm.Text) { Description = "description of this device" };
        return program.Command("request", "Ask to join an account (on the new device)", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            string? code = parsed.GetValue(pin) is { } given ? SecretInput.Read(program.Terminal, given, "PIN") : null;
            ConnectionRequested request = await machine.RequestConnectionAsync(
                parsed.GetValue(address)!, code, parsed.GetValue(description), cancel).ConfigureAwait(false);
            return new CommandResult("ResultConnect")
                .Field("DeviceUdf", request.DeviceUdf).Field("Witness", request.Witness)
                .Field("AccountAddress", request.Address).Field("ProfileUdf", request.ProfileUdf)
                .Line($"   Device UDF = {request.DeviceUdf}").Line($"   Witness value = {request.Witness}")
                .VerboseLine($"   Account = {request.Address}").VerboseLine($"   Account UDF = {request.ProfileUdf}");
        }, address, pin, description);
    }

    private static Command Complete(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("complete", "Finish joining, once an administrator has accepted (on the new device)", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            ConnectionCompleted completed = await machine.CompleteConnectionAsync(
                parsed.GetValue(options.Account) ?? parsed.GetValue(options.Local), cancel).ConfigureAwait(false);
            return new CommandResult("ResultConnect")
                .Field("DeviceUdf", completed.DeviceUdf).Field("AccountAddress", completed.Address)
                .Field("ProfileUdf", completed.ProfileUdf).Field("Roles", completed.Roles)
                .Line($"   Device UDF = {completed.DeviceUdf}").Line($"   Account = {completed.Address}")
                .Line($"   Account UDF = {completed.ProfileUdf}");
        }, options.All);
    }

    private static Command List(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("list", "List the devices of the account", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            var result = new CommandResult("ResultDump");
            var entries = new List<CommandResult>();
            foreach (DeviceSummary device in account.Devices())
            {
                entries.Add(new CommandResult("Device").Field("LocalName", device.LocalName).Field("DeviceUdf", device.DeviceUdf)
                    .Field("Udf", device.ConnectedUdf).Field("Roles", device.Roles).Field("ThisDevice", device.IsThisDevice));
                string name = device.LocalName is { } local ? local + " " : "";
                string here = device.IsThisDevice ? " (this device)" : "";
                result.Line($"{name}{device.DeviceUdf}{here}")
                    .Line($"   Connected UDF = {device.ConnectedUdf}").Line($"   Rights = {string.Join(", ", device.Roles)}");
            }

            var unaccounted = new List<CommandResult>();
            foreach (UnaccountedDevice hidden in account.UnaccountedDevices())
            {
                unaccounted.Add(new CommandResult("Unaccounted").Field("KeyUdf", hidden.KeyUdf).Field("DeviceUdf", hidden.DeviceUdf)
                    .Field("ThisDevice", hidden.IsThisDevice));
                string here = hidden.IsThisDevice ? " (this device)" : "";
                result.Line($"{hidden.KeyUdf} has access, but no valid device entry{here}");
                if (hidden.DeviceUdf is { } udf)
                {
                    result.Line($"   Device UDF = {udf}");
                }
            }

            return result.Field("Devices", entries).Field("Unaccounted", unaccounted);
        }, options.All);
    }

    private static Command Delete(ManagerProgram program)
    {
        var id = new FormedArgument<string>("id", Forms.Device) { Description = "local name, device UDF or a unique beginning of it, or the key that device list warns of" };
        var force = new Option<bool>("--force") { Description = "also a device that holds the profile key, and also where devices contradict the service" };
        var options = new AccountOptions();
        return program.Command("delete", "Remove a device from the account", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            bool forced = parsed.GetValue(force);
            MeshAccount account;
            try
            {
                account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            }
            catch (ClientException e) when (forced && e.Code == ClientError.Alarm)
            {
                // The removal raises the alarm again, or tells of it where force goes over it.
                account = options.Open(machine, parsed);
            }

            DeviceRemoved removed = await account.RemoveDeviceAsync(parsed.GetValue(id)!, forced, cancel).ConfigureAwait(false);
            if (removed.Contradiction is { } contradiction)
            {
                program.Note(contradiction);
            }

            var result = new CommandResult("ResultRemoved")
                .Field("DeviceUdf", removed.DeviceUdf).Field("Rotated", removed.Rotated).Field("RotationPending", removed.RotationPending)
                .Field("ReadableStores", removed.ReadableStores).Field("HeldAccountKeys", removed.HeldAccountKeys)
                .Field("HeldProfileKey", removed.HeldProfileKey)
                .Field("LeftOut", removed.LeftOut.Select(d => new CommandResult("Device").Field("DeviceUdf", d.DeviceUdf).Field("LocalName", d.LocalName)))
                .Line($"Removed device: {removed.DeviceUdf}");
            foreach (string line in RemovalAdvice.Lines(removed))
            {
                result.Line(line);
            }

            return result;
        }, [id, force, .. options.All]);
    }
}
