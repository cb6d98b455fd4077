// A service and its one host (Mesh schema 3.5 and 4.4): the service's seed and the host's seed lie in the key store of the data folder,
// readable by the owner alone; profiles and the host's connection beside it. The host's static key of the channel is an overlay: its own
// base key and what the service contributed.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Who a service is, with the keys that it works with.</summary>
public sealed class ServiceIdentity : IDisposable
{
    private const string ServiceSeed = "SERVICE";
    private const string HostSeed = "HOST";
    private const string SealSecret = "SEAL";

    private readonly KeySeed _hostSeed;
    private readonly ServiceKeySet _keys;

    private ServiceIdentity(
        ServiceDomain domain, Verified<ProfileService> profile, Enveloped<ConnectionService> connection, ServiceKeySet keys, KeySeed hostSeed,
        ConnectedKeys host, SecretBytes seal)
    {
        Domain = domain;
        Profile = profile;
        _keys = keys;
        _hostSeed = hostSeed;
        Seal = seal;
        using (host)
        {
            Channel = new HostIdentity(
                profile.Value.Udf, host.Authentication, connection.ToJson(), profile.Envelope.ToJson());
        }
    }

    /// <summary>The domain that it serves.</summary>
    public ServiceDomain Domain { get; }

    /// <summary>Its profile.</summary>
    public Verified<ProfileService> Profile { get; }

    /// <summary>What it proves in handshakes.</summary>
    public HostIdentity Channel { get; }

    /// <summary>Signs host assignments and acknowledgements.</summary>
    public SignaturePrivateKey Signature => _keys.Signature;

    /// <summary>Seals what the host keeps for itself, 32 octets.</summary>
    public SecretBytes Seal { get; }

    /// <summary>Makes a new service in a folder.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.Exists"/>, <see cref="ServiceError.InvalidInput"/>, <see cref="ServiceError.Damaged"/>.</exception>
    public static void Create(string folder, string domain, IRandomSource random, TimeProvider time)
    {
        ServiceDomain name = ParseDomain(domain);
        folder = Path.GetFullPath(folder);
        string file = Path.Combine(folder, ServiceFile.Name);
        if (File.Exists(file))
        {
            throw new ServiceException(ServiceError.Exists, $"{folder} holds a service already. Name another folder.");
        }

        if (Directory.Exists(ServiceHost.AccountsOf(folder)))
        {
            throw new ServiceException(
                ServiceError.Exists, $"{folder} holds accounts of a service whose {ServiceFile.Name} is missing: restore that from a backup, or name another folder.");
        }

        MakeFolder(folder);
        using KeySeed serviceSeed = KeySeed.Generate(SeedKind.MeshProfileService, random);
        using KeySeed hostSeed = KeySeed.Generate(SeedKind.MeshProfileDevice, random);
        using KeySeed overlay = KeySeed.Generate(SeedKind.MeshActivationService, random);
        using ServiceKeySet keys = ServiceKeySet.Of(serviceSeed);
        using DeviceKeySet hostKeys = DeviceKeySet.OfHost(hostSeed);
        var sealer = new ObjectSealer(random, time);
        Verified<ProfileService> profile = ProfileValidator.Validate(ProfileBuilder.Service(sealer, keys, name.Name));
        Verified<ProfileHost> host = ProfileValidator.Validate(ProfileBuilder.Host(sealer, hostKeys));
        (Enveloped<ConnectionService> connection, Enveloped<ActivationHost> activation) =
            ConnectionBuilder.ConnectHost(sealer, profile, keys.Signature, host);
        FileKeyStore store = Store(folder);
        using (SecretBytes service = serviceSeed.RevealBinary())
        using (SecretBytes hostOctets = hostSeed.RevealBinary())
        using (SecretBytes seal = SecretBytes.Random(random, PrivateSeal.SecretSize))
        {
            store.Save(ServiceSeed, service);
            store.Save(HostSeed, hostOctets);
            store.Save(SealSecret, seal);
        }

        // The description comes last: with it the service exists.
        var description = new ServiceFile(name.Name, profile.Envelope, host.Envelope, connection, activation);
        WriteWhole(file, description.ToOctets());
    }

    /// <summary>Opens the service in a folder and checks that all of it belongs together.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.NotFound"/>, <see cref="ServiceError.Damaged"/>.</exception>
    public static ServiceIdentity Open(string folder, TimeProvider time)
    {
        ServiceFile file = ServiceFile.Read(Path.Combine(folder, ServiceFile.Name));
        try
        {
            FileKeyStore store = Directory.Exists(KeysOf(folder)) ? Store(folder) : throw Missing(ServiceSeed, folder);
            using SecretBytes service = Load(store, ServiceSeed, folder);
            using SecretBytes hostOctets = Load(store, HostSeed, folder);
            using KeySeed serviceSeed = KeySeed.FromBinary(service.Reveal());
            KeySeed hostSeed = KeySeed.FromBinary(hostOctets.Reveal());
            ServiceKeySet keys = ServiceKeySet.Of(serviceSeed);
            Verified<ProfileService> profile = ProfileValidator.Validate(file.Profile);
            if (!keys.Signature.Public.Equals(profile.Value.ServiceSignature.PublicParameters))
            {
                throw new ServiceException(ServiceError.Damaged, $"The keys in {folder} are not those of the service there: restore both from one backup.");
            }

            using DeviceKeySet hostKeys = DeviceKeySet.OfHost(hostSeed);
            Verified<ProfileHost> host = ProfileValidator.Validate(file.Host);
            Verified<ConnectionService> connection = ConnectionValidator.ValidateHost(file.Connection, profile, time.GetUtcNow());
            ConnectedKeys connected = ActivationValidator.ActivateHost(file.Activation, host, connection, profile, hostKeys);
            return new ServiceIdentity(
                ParseDomain(file.Domain), profile, file.Connection, keys, hostSeed, connected, Load(store, SealSecret, folder));
        }
        catch (SchemaException e)
        {
            throw new ServiceException(ServiceError.Damaged, $"The service in {folder} does not verify: {e.Message}.", e);
        }
        catch (KeyException e)
        {
            throw new ServiceException(ServiceError.Damaged, $"The keys in {folder} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The key to which an account seals what the service must read: one for each account, derived from the host's seed.</summary>
    public AgreementPrivateKey AccessKey(AccountName account) => _hostSeed.DeriveAgreement(KeyNames.HostEncrypt + account);

    /// <inheritdoc/>
    public void Dispose()
    {
        Channel.Dispose();
        _keys.Dispose();
        _hostSeed.Dispose();
        Seal.Dispose();
    }

    private static string KeysOf(string folder) => Path.Combine(folder, "keys");

    private static FileKeyStore Store(string folder) => new(KeysOf(folder));

    private static SecretBytes Load(FileKeyStore store, string id, string folder) => store.Load(id) ?? throw Missing(id, folder);

    private static ServiceException Missing(string id, string folder) =>
        new(ServiceError.Damaged, $"The key {id} of the service in {folder} is missing: restore it from a backup.");

    private static ServiceDomain ParseDomain(string domain)
    {
        try
        {
            return ServiceDomain.Parse(domain);
        }
        catch (ProtocolException e)
        {
            throw new ServiceException(ServiceError.InvalidInput, $"{e.Message}. Give the domain of your addresses, for example example.com.", e);
        }
    }

    private static void WriteWhole(string path, byte[] octets)
    {
        DurableFiles files = DurableFiles.Instance;
        string fresh = path + ".new";
        try
        {
            files.Remove(fresh);
            using (IDurableFile file = files.Create(fresh))
            {
                for (int written = 0; written < octets.Length;)
                {
                    written += file.Write(written, octets.AsSpan(written));
                }

                file.Flush();
            }

            files.Rename(fresh, path);
            files.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceError.InvalidInput, $"{path} cannot be written: {FileProblem.Of(e)}.", e);
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceError.InvalidInput, $"The folder {folder} cannot be made: {FileProblem.Of(e)}. Name another one.", e);
        }
    }
}
