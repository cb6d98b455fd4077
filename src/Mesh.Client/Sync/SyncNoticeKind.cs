namespace Mesh.Client;

/// <summary>What a synchronisation has to tell a person.</summary>
public enum SyncNoticeKind
{
    /// <summary>A device was admitted with a PIN.</summary>
    DeviceAdmitted,

    /// <summary>A request came with a PIN that is unknown, spent, expired or not proven; it waits for a person.</summary>
    PinRefused,

    /// <summary>A PIN was not issued by a device that may do so. Somebody is trying to get in.</summary>
    PinForged,

    /// <summary>A device was changed by somebody who may not.</summary>
    EntryRefused,

    /// <summary>The same entry was changed on two devices; the later one stands.</summary>
    EditConflict,

    /// <summary>The rotation of keys that another device had to leave undone was finished.</summary>
    RotationFinished,

    /// <summary>A rotation of keys waits for a super device.</summary>
    RotationPending,

    /// <summary>A key has access as a device, but no device entry that verifies. Somebody may be hiding a device.</summary>
    UnaccountedAccess,

    /// <summary>A device was left out of a replacement of keys, because its entry was spoiled; it has to connect again.</summary>
    DeviceLeftOut,

    /// <summary>This device's rights or keys changed.</summary>
    DeviceChanged,

    /// <summary>The service took none of the changes made here; what it has was fetched nevertheless.</summary>
    ChangesRefused,

    /// <summary>An earlier request of unknown outcome is settled.</summary>
    RequestSettled,
}
