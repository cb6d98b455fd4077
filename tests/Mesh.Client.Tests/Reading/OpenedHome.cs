using Mesh.Cryptography;

namespace Mesh.Client.Tests;

/// <summary>The folder of a machine of a <see cref="TestWorld"/>, opened once more beside it.</summary>
internal static class OpenedHome
{
    public static MachineParts Parts(this TestWorld world, string machine) =>
        new(new MachineOptions { Root = world.Folder(machine), Time = world.Clock, Random = world.Random, Variable = _ => null });

    public static string LogFile(this TestWorld world, string machine, MeshAccount account) =>
        Path.Combine(world.Folder(machine), "accounts", account.ProfileUdf + ".log");

    public static bool Holds(this TestWorld world, string machine, MeshAccount account, SecretBytes? kept = null, SecretBytes? membership = null)
    {
        using MachineParts parts = world.Parts(machine);
        using SecretBytes inForce = membership ?? parts.Keys.Load(KeyNamesOfMachine.Activation(account.ProfileUdf))!;
        using ReadingKeys? reading = ReadingKeys.TryOpen(
            kept ?? parts.Keys.Load(KeyNamesOfMachine.Reading(account.ProfileUdf))!, inForce, parts.Keys, parts.Now);
        return reading is not null;
    }
}
