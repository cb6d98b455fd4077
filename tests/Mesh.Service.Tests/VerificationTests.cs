using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>Verifying the account logs of a service that does not run.</summary>
public sealed class VerificationTests
{
    [Fact]
    public async Task Sound_logs_are_said_to_be_sound_and_nothing_is_changed()
    {
        await using RunningService service = await RunningService.StartAsync();
        Person[] people = await SettleAsync(service, "alice@example.com", "bob@example.com");
        Assert.Equal(ServiceError.Busy, (await Assert.ThrowsAsync<ServiceException>(() => VerifyAsync(service.Data))).Code);
        await service.StopAsync();
        string[] before = Snapshot(service.Data);
        IReadOnlyList<AccountFinding> found = await VerifyAsync(service.Data);
        Assert.Equal(before, Snapshot(service.Data));
        Assert.Equal(people.Select(p => p.Address).Order(), found.Select(f => f.Address).Order());
        Assert.All(found, f =>
        {
            Assert.Equal((AccountCondition.Sound, null), (f.Condition, f.Problem));
            Assert.Equal(new FileInfo(LogOf(service, f.ProfileUdf)).Length, f.Octets);
        });
    }

    [Theory]
    [InlineData("cut short", AccountCondition.Torn, true)]
    [InlineData("changed where the side file knows it", AccountCondition.Corrupt, true)]
    [InlineData("changed at its start", AccountCondition.Corrupt, false)]
    [InlineData("empty", AccountCondition.Corrupt, false)]
    [InlineData("of another account", AccountCondition.Corrupt, false)]
    [InlineData("without an account", AccountCondition.Corrupt, false)]
    [InlineData("not to be read", AccountCondition.Unreadable, false)]
    public async Task A_log_that_is_wrong_is_named_and_left_as_it_is(string how, AccountCondition condition, bool saysAddress)
    {
        await using RunningService service = await RunningService.StartAsync();
        Person[] people = await SettleAsync(service, "alice@example.com", "bob@example.com");
        string alice = people[0].Profile.Value.Udf;
        string log = LogOf(service, alice);
        long early = await ChangeAsync(service, people[0], log);
        await ChangeAsync(service, people[0], log);
        await service.StopAsync();
        await SpoilAsync(how, log, early, LogOf(service, people[1].Profile.Value.Udf));
        string[] before = Snapshot(service.Data);
        IReadOnlyList<AccountFinding> found = await VerifyAsync(service.Data);
        Assert.Equal(before, Snapshot(service.Data));
        AccountFinding finding = found.Single(f => f.ProfileUdf == alice);
        Assert.Equal((condition, saysAddress ? "alice@example.com" : null), (finding.Condition, finding.Address));
        Assert.NotNull(finding.Problem);
        Assert.DoesNotContain('\n', finding.Problem);
        Assert.Equal(AccountCondition.Sound, found.Single(f => f.ProfileUdf != alice).Condition);
    }

    [Fact]
    public async Task Two_accounts_with_one_address_are_found()
    {
        await using RunningService service = await RunningService.StartAsync();
        Person[] first = await SettleAsync(service, "alice@example.com");
        await service.StopAsync();
        string log = LogOf(service, first[0].Profile.Value.Udf);
        File.Move(log, log + ".away");
        await service.StartAgainAsync();
        await SettleAsync(service, "alice@example.com");
        await service.StopAsync();
        File.Move(log + ".away", log);
        IReadOnlyList<AccountFinding> found = await VerifyAsync(service.Data);
        Assert.Equal([AccountCondition.Sound, AccountCondition.Corrupt], found.Select(f => f.Condition));
        Assert.Contains(found[0].ProfileUdf, found[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_service_that_never_ran_nothing_is_found_and_nothing_left()
    {
        using var folder = new TempFolder();
        string data = folder.File("data");
        ServiceIdentity.Create(data, "example.com", Cryptography.SystemRandom.Instance, TimeProvider.System);
        string[] before = Snapshot(data);
        Assert.Empty(await VerifyAsync(data));
        Assert.Equal(before, Snapshot(data));

        // One that starts meanwhile is noticed.
        ServiceException e = await Assert.ThrowsAsync<ServiceException>(() => ServiceLock.WhileUnusedAsync(data, () =>
        {
            ServiceLock.Take(data).Dispose();
            return Task.FromResult(true);
        }));
        Assert.Equal(ServiceError.Busy, e.Code);
    }

    // An octet in the middle of the change that was made.
    private static async Task<long> ChangeAsync(RunningService service, Person person, string log)
    {
        long before = new FileInfo(log).Length;
        Assert.True((await service.SendAsync(person.Admin.Identity, person.Transact(person.Update(
            StoreLabel.Credential, (CatalogEvents.New, Person.Password(Guid.NewGuid().ToString("N"), "x")))))).Response.IsSuccess);
        person.Keep();
        return (before + new FileInfo(log).Length) / 2;
    }

    private static async Task SpoilAsync(string how, string log, long early, string other)
    {
        byte[] octets = File.ReadAllBytes(log);
        switch (how)
        {
            case "cut short":
                File.WriteAllBytes(log, [.. octets, .. octets.AsSpan(0, 100)]);
                break;
            case "changed where the side file knows it":
                octets[early] ^= 1;
                File.WriteAllBytes(log, octets);
                break;
            case "changed at its start":
                octets[60] ^= 1;
                File.WriteAllBytes(log, octets);
                break;
            case "empty":
                File.WriteAllBytes(log, []);
                break;
            case "of another account":
                File.Copy(other, log, overwrite: true);
                break;
            case "without an account":
                File.Delete(log);
                (AccountLog made, _) = await AccountLog.CreateAsync(log, new LogOptions());
                await made.DisposeAsync();
                break;
            default:
                File.Delete(log);
                File.CreateSymbolicLink(log, log); // leads nowhere, also for root
                break;
        }
    }

    private static async Task<Person[]> SettleAsync(RunningService service, params string[] addresses)
    {
        Person[] people = [.. addresses.Select(a => new Person(a, service.ServiceUdf))];
        foreach (Person person in people)
        {
            await person.SettleAsync(service);
        }

        return people;
    }

    private static async Task<IReadOnlyList<AccountFinding>> VerifyAsync(string data)
    {
        using ServiceIdentity identity = ServiceIdentity.Open(data, TimeProvider.System);
        return await AccountVerification.VerifyAsync(identity, data, TimeProvider.System);
    }

    private static string LogOf(RunningService service, string udf) => Path.Combine(service.Data, "accounts", udf + ".log");

    private static string[] Snapshot(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).OrderBy(i => i.FullName, StringComparer.Ordinal)
            .Select(i => $"{i.FullName} {i.LastWriteTimeUtc:O} {(i is FileInfo { LinkTarget: null } ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(i.FullName))) : "")}"),
    ];
}
