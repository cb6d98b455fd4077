using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>
/// The account that opens and verifies files, where there is one. A Mesh folder that is not there is not made, and one that cannot be used keeps nobody
/// from files that need no account.
/// </summary>
internal static class LocalAccount
{
    /// <summary>The machine; null where there is none, or it cannot be used and nothing of it is needed.</summary>
    public static MeshMachine? OpenMachine(ManagerProgram program, ParseResult parsed, AccountOptions options, bool isNeeded)
    {
        bool isNamed = (parsed.GetValue(options.Account) ?? parsed.GetValue(options.Local)) is not null;
        if (!isNamed && !ManagerProgram.HasHome)
        {
            return null;
        }

        try
        {
            return ManagerProgram.OpenMachine();
        }
        catch (ClientException e) when (!isNamed && !isNeeded)
        {
            program.Note($"{e.Message} No account is used.");
            return null;
        }
    }

    /// <summary>The account of that machine; null where it has none, or none that can be used and none is needed.</summary>
    public static MeshAccount? Open(MeshMachine? machine, ParseResult parsed, AccountOptions options, bool isNeeded)
    {
        bool isNamed = (parsed.GetValue(options.Account) ?? parsed.GetValue(options.Local)) is not null;
        if (machine is null || (!isNamed && machine.Accounts().Count == 0))
        {
            return null;
        }

        try
        {
            return options.Open(machine, parsed);
        }
        catch (ClientException) when (!isNamed && !isNeeded)
        {
            return null; // Not joined yet, or no more: what was named opens the file, or nothing does.
        }
    }
}
