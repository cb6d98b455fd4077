namespace Mesh.Dare;

/// <summary>
/// Old forms that a caller permits, each by itself (Mesh sealing, section 2; DARE D-04, D-05, D-11). None is written but by <see cref="CompatSealer"/>.
/// </summary>
[Flags]
public enum LegacyReading
{
    /// <summary>None: what is read is what we write.</summary>
    None = 0,

    /// <summary><c>A256CBC</c>, where a verified signature covers the body.</summary>
    SignedCbc = 1,

    /// <summary><c>A256CBC</c> without any proof of who wrote it, or that it was not altered.</summary>
    UnsignedCbc = 2,

    /// <summary>
    /// A body under the name of another cipher that has neither tag nor key commitment is taken for <c>A256CBC</c>, which is what the
    /// reference writes under every name.
    /// </summary>
    MisnamedCbc = 4,
}
