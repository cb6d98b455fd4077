namespace Mesh.Dare;

/// <summary>In what way octets are not a frame (DARE 4.1, D-17). For callers that try many places; others get an exception.</summary>
internal enum FrameFault
{
    None,
    EndsInside,
    UnknownCode,
    RecordAtFrameLevel,
    LengthTooLarge,
    NotShortest,
    ReverseDiffers,
    RecordOverrun,
    StrayOctets,
    NoRecords,
    TooManyRecords,
    HeaderEmpty,
    HeaderNotObject,
    HeaderTooLarge,
    TrailerTooLarge,
}
