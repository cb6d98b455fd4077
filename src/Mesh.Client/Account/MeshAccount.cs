// One account as this machine has it. Reading needs no service; changing and synchronising take the machine's lock, finish first what an
// interrupted process left, and speak with the service.

using System.Collections.Immutable;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>An account on this machine; made by <see cref="MeshMachine.Account"/>, which goes on owning it. Holds no keys between calls.</summary>
public sealed class MeshAccount
{
    private readonly MachineParts _parts;
    private readonly MachineRecord _record;

    internal MeshAccount(MachineParts parts, MachineRecord record)
    {
        _parts = parts;
        _record = record;
    }

    /// <summary>Account address.</summary>
    public string Address => _record.Address;

    /// <summary>Fingerprint of the account, permanent.</summary>
    public string ProfileUdf => _record.ProfileUdf;

    /// <summary>Asks the account's service who it is; only the one that was pinned is accepted.</summary>
    public Task<HelloResult> HelloAsync(CancellationToken cancel = default) => Boundary.RunAsync(() =>
        Hello.AskAsync(_parts, new ServiceTarget(ServiceDomain.OfAddress(Address), _record.ServiceUdf), cancel));

    /// <summary>The state on this machine.</summary>
    public AccountStatus Status() => Read(view => new AccountStatus(
        Address,
        ProfileUdf,
        [.. view.Log.Status().Select(s => new StoreState(s.Label.ToString(), s.Count, s.Root))],
        EditStore.Count(view.Log),
        IntentStore.Exists(view.Log) ? 1 : 0,
        view.Reading.Store(StoreLabel.Device) is null
            ? []
            : [.. view.Replica(StoreLabel.Device).Live<RotationPending>().SelectMany(r => r.Keys).Distinct(StringComparer.Ordinal)]));

    /// <summary>The public keys of the account and of this device.</summary>
    public AccountInfo Info() => Read(view =>
    {
        Membership membership = view.Membership;
        return new AccountInfo(
            Address,
            ProfileUdf,
            membership.Service.Value.Udf,
            membership.Device.Udf,
            Roles.ToText(membership.Device.Roles),
            [
                .. membership.Account.Value.Keys.Where(k => k.Key?.PublicParameters is not null)
                    .Select(k => new AccountKeyInfo(k.Name, k.Key!.PublicParameters!.Kid)),
            ]);
    });

    /// <summary>
    /// Synchronises with the service (Mesh protocol 6.7), and finishes rotations that wait for this device; <paramref name="automatic"/> acts
    /// on PINs as well.
    /// </summary>
    /// <exception cref="ClientException"><see cref="ClientError.Alarm"/>, <see cref="ClientError.DeviceRemoved"/>,
    /// <see cref="ClientError.Unreachable"/> and others.</exception>
    public Task<SyncReport> SyncAsync(bool automatic, CancellationToken cancel = default) => ChangeAsync(
        async (session, fetched) =>
        {
            int sent = 0;
            try
            {
                sent = await EditSender.SendAsync(session, cancel).ConfigureAwait(false);
                if (session.Membership.Administrator is not null && session.Membership.Device.Roles.Contains(Role.Admin))
                {
                    if (automatic)
                    {
                        await PinDesk.ProcessAsync(session, cancel).ConfigureAwait(false);
                    }

                    await new DeviceRemover(session).FinishAsync(cancel).ConfigureAwait(false);
                }
            }
            catch (ClientException e) when (e.Code == ClientError.Refused)
            {
                // An account that is suspended or full can still be read: what was fetched stays, what waits is told.
                session.Notices.Add(new SyncNotice(SyncNoticeKind.ChangesRefused, Address, $"{e.Message} What was changed here is kept here."));
            }

            return new SyncReport(fetched, sent, session.Notices);
        },
        cancel);

    /// <summary>Asks the service whether this device still belongs to the account; on proof that it does not, erases the keys.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>: it was removed; <see cref="ClientError.Alarm"/>: the
    /// service says so without proof, and nothing was erased.</exception>
    public Task CheckRemovalAsync(CancellationToken cancel = default) => Boundary.RunAsync(async () =>
    {
        using (Membership membership = _parts.OpenMembership(ProfileUdf))
        {
            using ClientIdentity identity = membership.Identity();
            var request = new StatusRequest { Account = Address, CatalogedDeviceDigest = membership.Record.Digest };
            MeshResponse response = (await _parts.Link.SendAsync(
                membership.Target, identity, PreparedRequest.Of(request, _parts.Options.Random), cancel).ConfigureAwait(false)).Response;
            if (response.IsSuccess)
            {
                return true;
            }

            if (!Removal.IsProven(response, membership))
            {
                throw Refusal.Of(response);
            }
        }

        using MachineLock held = await _parts.LockAsync(cancel).ConfigureAwait(false);
        await Removal.EraseAsync(_parts, ProfileUdf, cancel).ConfigureAwait(false);
        throw MachineParts.NoKey();
    });

    /// <summary>Splits the account's seed into recovery shares (Mesh protocol 6.12). Nothing of it is kept or sent.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NotAuthorised"/>: the seed is not on this device.</exception>
    public IssuedShares Escrow(EscrowRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Boundary.Run(() =>
        {
            using KeySeed seed = _parts.LoadSeed(KeyNamesOfMachine.Account(ProfileUdf)) ?? throw new ClientException(
                ClientError.NotAuthorised, "The seed of this account is not on this device. Use the device that made the account, or the shares that there are.");
            return new SecretSharing(_parts.Options.Random, _parts.Options.Time).Share(seed, request.Threshold, request.Count);
        });
    }

    /// <summary>
    /// Replaces the keys that wait for the profile key (Mesh rulings 7), with the profile key from recovery shares. Nothing of it stays on
    /// this device.
    /// </summary>
    /// <returns>What was done.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>: another account's seed;
    /// <see cref="ClientError.NotAuthorised"/>: this is no administrator's device.</exception>
    public Task<IReadOnlyList<SyncNotice>> RotateAsync(RecoveredSecret recovered, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recovered);
        return ChangeAsync(
            async (session, _) =>
            {
                if (recovered.Seed is not { } seed || !UdfText.Same(recovered.AccountUdf, ProfileUdf))
                {
                    throw new ClientException(ClientError.Verification, $"The shares are not those of {Address}.");
                }

                if (session.Membership.Administrator is null || !session.Membership.Device.Roles.Contains(Role.Admin))
                {
                    throw new ClientException(ClientError.NotAuthorised, "Only an administrator's device can replace keys.");
                }

                using AccountKeySet keys = AccountKeySet.Of(seed);
                await new DeviceRemover(session, keys.Profile).FinishAsync(cancel).ConfigureAwait(false);
                return (IReadOnlyList<SyncNotice>)session.Notices;
            },
            cancel);
    }

    /// <summary>Issues a PIN that admits one device (Mesh protocol 6.3).</summary>
    /// <param name="length">Characters, 16 or more.</param>
    /// <param name="lifetime">How long it works.</param>
    /// <param name="roles">What the device is given, one role at least; web for <see langword="default"/>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<PinIssued> CreatePinAsync(int length, TimeSpan lifetime, ImmutableArray<Role> roles, CancellationToken cancel = default) =>
        ChangeAsync((session, _) => PinDesk.IssueAsync(session, length, lifetime, roles, cancel), cancel);

    /// <summary>The devices that ask to join, as far as synchronised and verified.</summary>
    public IReadOnlyList<PendingConnection> PendingConnections() => Read(view =>
    {
        var inbox = new ConnectionInbox(view.Log, view.Membership, view.Devices(_parts.Now), _parts.Now);
        return inbox.Waiting.Select(inbox.ToPending).ToList();
    });

    /// <summary>Accepts the device of a witness, or of a unique beginning of it.</summary>
    /// <param name="witness">What both screens show.</param>
    /// <param name="localName">A name for the device.</param>
    /// <param name="roles">What the device is given; nothing where it is empty, web for <see langword="default"/>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<ConnectionDecided> AcceptAsync(string witness, string? localName, ImmutableArray<Role> roles, CancellationToken cancel = default) =>
        ChangeAsync((session, _) => new ConnectionDecider(session).AcceptAsync(witness, localName, roles, cancel), cancel);

    /// <summary>Rejects the device of a witness, or of a unique beginning of it.</summary>
    public Task<ConnectionDecided> RejectAsync(string witness, CancellationToken cancel = default) =>
        ChangeAsync((session, _) => new ConnectionDecider(session).RejectAsync(witness, cancel), cancel);

    /// <summary>The devices of the account, as far as synchronised and verified.</summary>
    public IReadOnlyList<DeviceSummary> Devices() => Read(view => view.Devices(_parts.Now).Live
        .Select(d => new DeviceSummary(
            d.Udf, d.Signature.Kid, d.Entry.LocalName, Roles.ToText(d.Roles), d.Entry.Updated, UdfText.Same(d.Udf, view.Membership.Device.Udf)))
        .ToList());

    /// <summary>
    /// Keys that the service lets in as devices though no device entry is theirs, as far as synchronised: somebody may be hiding a device. Only
    /// an administrator's device can tell.
    /// </summary>
    public IReadOnlyList<UnaccountedDevice> UnaccountedDevices() => Read(view => view.Membership.Administrator is null
        ? []
        : AccessAudit.Find(view.Devices(_parts.Now), view.Replica(StoreLabel.Access), view.Membership.Device));

    /// <summary>Removes a device and replaces what it held (Mesh rulings 7 to 9).</summary>
    /// <param name="idOrName">
    /// Its local name, its UDF, or a unique beginning of that; for one of <see cref="UnaccountedDevices"/> the UDF of its key or of the device.
    /// </param>
    /// <param name="force">
    /// Also one that holds the profile key; and also where devices state that the service shows them different histories, for the one to be
    /// removed can have made that up. What they state is then in the result.
    /// </param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<DeviceRemoved> RemoveDeviceAsync(string idOrName, bool force, CancellationToken cancel = default) =>
        ChangeAsync((session, _) => new DeviceRemover(session).RemoveAsync(idOrName, force, cancel), cancel, goesOnOverContradictions: force);

    /// <summary>Saves a password; without the service it is kept here until the next synchronisation.</summary>
    public Task<CredentialSaved> AddCredentialAsync(string site, string user, string password, bool synchronise, CancellationToken cancel = default) =>
        EditAsync(new Credential("", site, user, password), delete: false, synchronise, cancel);

    /// <summary>The password of a site: of several the one without a protocol, else the first by protocol.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NotFound"/>.</exception>
    public Credential GetCredential(string site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return Read(view => CredentialBook.Find(view, site) ?? FirstOf(view, site))
            ?? throw new ClientException(ClientError.NotFound, "There is no password for that site: password list shows those that there are.");
    }

    /// <summary>The passwords, or those of a site.</summary>
    public IReadOnlyList<Credential> ListCredentials(string? site = null) => Read(view =>
        All(view).Where(c => site is null || c.Service == site).ToList());

    /// <summary>Deletes the password of a site.</summary>
    public Task<CredentialSaved> DeleteCredentialAsync(string site, bool synchronise, CancellationToken cancel = default) =>
        EditAsync(GetCredential(site) with { Password = "" }, delete: true, synchronise, cancel);

    /// <summary>Seals a file to accounts and signs it for accounts of this machine.</summary>
    public FileSealed EncodeFile(
        string input,
        string output,
        IReadOnlyList<string> recipients,
        IReadOnlyList<string> signers,
        string? contentType = null,
        IProgress<long>? progress = null)
    {
        using FileKeys keys = OpenFileKeys(recipients, signers);
        return Boundary.Run(() => new SealedFiles(_parts.Options.Random, _parts.Options.Time).Seal(
            input, output, keys.Recipients, keys.Signers, contentType, progress));
    }

    /// <summary>The keys of accounts of this machine, to seal to and to sign with.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.UnknownAccount"/>, <see cref="ClientError.NotAuthorised"/> and others.</exception>
    public FileKeys OpenFileKeys(IReadOnlyList<string> recipients, IReadOnlyList<string> signers)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(signers);
        return Boundary.Run(() =>
        {
            List<Membership> opened = [];
            try
            {
                Membership Open(string name)
                {
                    opened.Add(_parts.OpenMembership(AccountFiles.Named(_parts, name).ProfileUdf));
                    return opened[^1];
                }

                AgreementPublicKey[] keys = [.. recipients.Select(r => Open(r).AccountEncryption)];
                SignaturePrivateKey[] signing =
                [
                    .. signers.Select(s => Open(s).CommonSignature
                        ?? throw new ClientException(ClientError.NotAuthorised, "This device does not hold the signature key of the account.")),
                ];
                return new FileKeys(opened, keys, signing);
            }
            catch
            {
                opened.ForEach(o => o.Dispose());
                throw;
            }
        });
    }

    /// <summary>Opens a file with the keys of the account, of every generation.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    public FileOpened DecodeFile(string input, string output, IProgress<long>? progress = null) => DecodeFile(input, output, new FileOpening(), progress);

    /// <summary>As above, and with what else opens it; signatures of accounts of this machine are known as well.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    public FileOpened DecodeFile(string input, string output, FileOpening more, IProgress<long>? progress = null) =>
        OpenWith(more, opening => SealedFiles.Open(input, output, opening, progress));

    /// <summary>Opens something with the keys of the account, of every generation, and with what else is given; signatures of accounts of this machine are known.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    /// <param name="more">What else is given.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="needsKeys">False where something can be done without any key.</param>
    public T OpenWith<T>(FileOpening more, Func<FileOpening, T> open, bool needsKeys = true)
    {
        ArgumentNullException.ThrowIfNull(more);
        ArgumentNullException.ThrowIfNull(open);
        return Boundary.Run(() =>
        {
            using ReadingKeys? reading = TryOpenReading(isNeeded: needsKeys && more.Keys.Count + more.SymmetricKeys.Count == 0 && more.Passphrase is null);
            return open(more with
            {
                Keys = reading is null ? more.Keys : [.. more.Keys, reading.Account],
                Signers = [.. AccountFiles.KnownSigners(_parts), .. more.Signers],
            });
        });
    }

    // A device that was removed has no keys of the account; it may have others.
    private ReadingKeys? TryOpenReading(bool isNeeded)
    {
        try
        {
            return _parts.OpenReading(ProfileUdf);
        }
        catch (ClientException e) when (e.Code == ClientError.NoDecryptionKey && !isNeeded)
        {
            return null;
        }
    }

    private static IReadOnlyList<Credential> All(AccountView view) => CredentialBook.All(view.Replica(StoreLabel.Credential), view.Log);

    private static Credential? FirstOf(AccountView view, string site) => All(view).FirstOrDefault(c => c.Service == site);

    private Task<CredentialSaved> EditAsync(Credential entry, bool delete, bool synchronise, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry.Service);
        return Boundary.RunAsync(async () =>
        {
            AccountSession session = await AccountSession.OpenAsync(_parts, ProfileUdf, cancel).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                bool known = CredentialBook.All(session.Replica(StoreLabel.Credential), session.Log).Any(c => c.Key == entry.Key);
                await CredentialBook.EditAsync(session, entry, delete, cancel).ConfigureAwait(false);
                bool sent = synchronise && await TrySendAsync(session, cancel).ConfigureAwait(false);
                return new CredentialSaved(entry, known, sent);
            }
        });
    }

    // The edit is kept already: without a service it goes with the next synchronisation.
    private static async Task<bool> TrySendAsync(AccountSession session, CancellationToken cancel)
    {
        try
        {
            await session.SettleAsync(cancel).ConfigureAwait(false);
            await new StorePuller(session).PullAsync(cancel).ConfigureAwait(false);
            await EditSender.SendAsync(session, cancel).ConfigureAwait(false);
            return true;
        }
        catch (ProtocolException e) when (e.Code is ProtocolError.Unreachable or ProtocolError.NotDiscovered or ProtocolError.OutcomeUnknown)
        {
            return false;
        }
        catch (ClientException e) when (e.Code is ClientError.Unreachable or ClientError.OutcomeUnknown)
        {
            return false;
        }
    }

    private T Read<T>(Func<AccountView, T> read) => Boundary.Run(() =>
    {
        using var view = new AccountView(_parts, ProfileUdf);
        return read(view);
    });

    private Task<T> ChangeAsync<T>(
        Func<AccountSession, int, Task<T>> change, CancellationToken cancel, bool goesOnOverContradictions = false) => Boundary.RunAsync(async () =>
    {
        AccountSession session = await AccountSession.OpenAsync(_parts, ProfileUdf, cancel).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            session.GoesOnOverContradictions = goesOnOverContradictions;
            await session.SettleAsync(cancel).ConfigureAwait(false);
            int fetched = await new StorePuller(session).PullAsync(cancel).ConfigureAwait(false);
            return await change(session, fetched).ConfigureAwait(false);
        }
    });
}
