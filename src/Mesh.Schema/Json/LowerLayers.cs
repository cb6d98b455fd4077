using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>The exceptions of the libraries below, which leave this one only as the cause of a <see cref="SchemaException"/>.</summary>
internal static class LowerLayers
{
    public static bool Throws(Exception e) =>
        e is EncodingException or KeyException or DareException or CryptoException or CryptographicException;
}
