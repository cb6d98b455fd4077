using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>One device joining Alice's account, step by step, with every value that a test may want to change.</summary>
internal sealed class Joining
{
    public const string Code = "ADKW-K2ZB-PPZM-ECG4-P3NQ-UN4K-XI";

    public Joining(bool withPin = true)
    {
        World world = World.Alice;
        using PinCode pin = PinCode.Parse(Code);
        Pin = pin.Salt(PinAction.Device);
        Sent = ConnectionMessageBuilder.Request(world.Sealer, world.DeviceKeys, world.DeviceProfile, World.Address, withPin ? Pin : null);
        Request = ConnectionMessageValidator.ValidateRequest(Sent, World.Address);
        Acknowledge = ConnectionMessageBuilder.Acknowledge(world.Random, Request, world.Account);
        ToAccount = world.Sealer.SignMessage(Acknowledge, world.ServiceKeys.Signature, world.AccountKeys.Encryption.Public);
        ToDevice = world.Sealer.SignMessage(Acknowledge, world.ServiceKeys.Signature, world.DeviceKeys.Encryption.Public);
        AtAccount = ConnectionMessageValidator.ValidateAcknowledge(ToAccount, world.AccountKeyring, world.Account, world.Service);
        AtDevice = ConnectionMessageValidator.ValidateOwnAcknowledge(ToDevice, BaseKeys, world.Account, world.Service, Sent);
    }

    public SaltedPin Pin { get; }

    public Enveloped<RequestConnection> Sent { get; }

    public VerifiedRequest Request { get; }

    public AcknowledgeConnection Acknowledge { get; }

    public Enveloped<AcknowledgeConnection> ToAccount { get; }

    public Enveloped<AcknowledgeConnection> ToDevice { get; }

    public VerifiedAcknowledge AtAccount { get; }

    public VerifiedAcknowledge AtDevice { get; }

    public static IDecryptionKeyring BaseKeys { get; } = new BorrowedKey(World.Alice.DeviceKeys.Encryption);
}
