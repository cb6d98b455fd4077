using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager;

/// <summary>The options of every command that works on an account (command-line reference, 1.1).</summary>
internal sealed class AccountOptions
{
    public Option<string?> Account { get; } = new FormedOption<string?>("--account", Forms.Account) { Description = "address or UDF of the account; by default the only or first one" };

    public Option<string?> Local { get; } = new FormedOption<string?>("--local", Forms.LocalName) { Description = "local name of the account" };

    public Option<bool> Sync { get; } = new("--sync")
    {
        DefaultValueFactory = _ => true,
        Description = "synchronise first (--nosync: work on what is here)",
    };

    public Option<bool> Auto { get; } = new("--auto")
    {
        DefaultValueFactory = _ => true,
        Description = "admit devices that bring a valid PIN",
    };

    /// <summary>The options, to be added to a command.</summary>
    public Symbol[] All => [Account, Local, Sync, Auto];

    /// <summary>Opens the account that the options name.</summary>
    public MeshAccount Open(MeshMachine machine, ParseResult parsed) => machine.Account(parsed.GetValue(Account) ?? parsed.GetValue(Local));

    /// <summary>Whether a service is at fault, or not there: that keeps nobody from what this device has.</summary>
    public static bool IsTroubleOfService(ClientException e) => e.Code is ClientError.Unreachable or ClientError.OutcomeUnknown or ClientError.Refused
        or ClientError.Alarm or ClientError.ServiceUntrusted or ClientError.InvalidResponse;

    /// <summary>Reads something of the account, after synchronising it unless told not to, or unless that cannot be.</summary>
    public Task<CommandResult> ReadAsync(
        ManagerProgram program, ParseResult parsed, Func<MeshAccount, CommandResult> read, CancellationToken cancel)
    {
        if (parsed.GetValue(Sync))
        {
            return SynchroniseAndReadAsync(program, parsed, read, cancel);
        }

        using MeshMachine machine = ManagerProgram.OpenMachine();
        return Task.FromResult(read(Open(machine, parsed)));
    }

    /// <summary>Opens the account and synchronises it unless told not to.</summary>
    public async Task<MeshAccount> OpenSynchronisedAsync(ManagerProgram program, MeshMachine machine, ParseResult parsed, CancellationToken cancel)
    {
        MeshAccount account = Open(machine, parsed);
        if (parsed.GetValue(Sync))
        {
            SyncReport report;
            try
            {
                report = await account.SyncAsync(parsed.GetValue(Auto), cancel).ConfigureAwait(false);
            }
            catch (ClientException e) when (e.Code == ClientError.DeviceRemoved)
            {
                program.Note(e.Message);
                throw new ClientException(ClientError.NoDecryptionKey, "No decryption key is available", e);
            }

            foreach (SyncNotice notice in report.Notices)
            {
                program.Note(notice.Text);
            }
        }

        return account;
    }

    /// <summary>As <see cref="OpenSynchronisedAsync"/>; where that cannot be, the account as this device has it, and the person is told.</summary>
    public async Task<MeshAccount> OpenAnywayAsync(
        ManagerProgram program, MeshMachine machine, ParseResult parsed, string instead, CancellationToken cancel)
    {
        try
        {
            return await OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
        }
        catch (ClientException e) when (IsTroubleOfService(e))
        {
            program.Note($"{e.Message} {instead}");
            return Open(machine, parsed);
        }
    }

    private async Task<CommandResult> SynchroniseAndReadAsync(
        ManagerProgram program, ParseResult parsed, Func<MeshAccount, CommandResult> read, CancellationToken cancel)
    {
        using MeshMachine machine = ManagerProgram.OpenMachine();
        return read(await OpenAnywayAsync(
            program, machine, parsed, "Shown is what this device has; --nosync does not ask the service.", cancel).ConfigureAwait(false));
    }
}
