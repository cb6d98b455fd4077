using System.Buffers;

namespace Mesh.Schema;

/// <summary>Reads and writes the objects of this library as <c>{"Tag":{…}}</c>; the rules are those of <see cref="TaggedJson"/>.</summary>
public static class SchemaJson
{
    /// <summary>The codec of all classes of this library that may stand alone.</summary>
    public static TaggedJson Codec { get; } = new(
        SchemaContext.Default,
        [
            typeof(ProfileDevice), typeof(ProfileHost), typeof(ProfileUser), typeof(ProfileService),
            typeof(AccountHostAssignment), typeof(CallsignBinding),
            typeof(ConnectionService), typeof(ConnectionDevice),
            typeof(ActivationAccount), typeof(ActivationHost), typeof(ActivationCommon),
            typeof(CatalogedDevice), typeof(RotationPending), typeof(KeyEscrow), typeof(DeviceHistory), typeof(CatalogedCredential), typeof(CatalogedPublication),
            typeof(CatalogedAccess), typeof(CatalogedContact),
            typeof(AccessCapability), typeof(NullCapability), typeof(CapabilityStoreKey), typeof(DeviceRevocation), typeof(ShareSet), typeof(DeviceCheckpoint),
            typeof(ContactPerson), typeof(ContactOrganization), typeof(ContactGroup),
            typeof(MessageComplete), typeof(MessagePin), typeof(RequestConnection), typeof(AcknowledgeConnection),
            typeof(RespondConnection),
            typeof(CatalogedStandard), typeof(CatalogedPending), typeof(CatalogedPreconfigured), typeof(CatalogedService),
            typeof(AccountUser),
        ],
        OlderNames.All);

    /// <summary>The tagged form, of which no other copy is left; the caller zeroes it where it holds secrets.</summary>
    public static byte[] Encode(MeshObject value) => Codec.Encode(value);

    /// <summary>Writes the tagged form; give an <see cref="ErasingBuffer"/> where the object holds secrets.</summary>
    public static void Write(IBufferWriter<byte> buffer, MeshObject value) => Codec.Write(buffer, value);

    /// <summary>Reads a tagged <typeparamref name="T"/>.</summary>
    /// <exception cref="SchemaException">As <see cref="TaggedJson.Decode{T}"/>.</exception>
    public static T Decode<T>(ReadOnlyMemory<byte> octets)
        where T : MeshObject => Codec.Decode<T>(octets);
}
