namespace Mesh.Encoding;

/// <summary>
/// Tag octets of JSON-B, JSON-C and JSON-D (draft-hallambaker-jsonbcd sections 4 to 7). Where a family has forms for lengths of 1,
/// 2, 4 and 8 octets, the low two bits choose among them. Octets below 80 are JSON text.
/// </summary>
internal static class JsonBTag
{
    public const byte First = 0x80;
    public const byte String = 0x80;
    public const byte StringPart = 0x84;
    public const byte Binary = 0x88;
    public const byte BinaryPart = 0x8C;
    public const byte Binary16 = 0x90;
    public const byte Binary32 = 0x91;
    public const byte Binary64 = 0x92;
    public const byte Binary128 = 0x94;
    public const byte Positive = 0xA0;
    public const byte Positive128 = 0xA4;
    public const byte PositiveBig = 0xA7;
    public const byte Negative = 0xA8;
    public const byte Negative128 = 0xAC;
    public const byte NegativeBig = 0xAF;
    public const byte True = 0xB0;
    public const byte False = 0xB1;
    public const byte Null = 0xB2;
    public const byte Name = 0xB4;
    public const byte Code = 0xC0;
    public const byte CodeDefine = 0xC4;
    public const byte CodeDefineAndUse = 0xC8;
    public const byte Dictionary = 0xD0;
    public const byte Record = 0xF0;
    public const byte Frame = 0xF4;

    public const byte LengthMask = 0x03;

    /// <summary>The family of a tag with length forms: its two low bits cleared.</summary>
    public static byte Family(byte tag) => (byte)(tag & ~LengthMask);
}
