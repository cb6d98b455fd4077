using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A keyring of one key, which it does not own.</summary>
internal sealed class BorrowedKey(AgreementPrivateKey key) : IDecryptionKeyring
{
    public AgreementPrivateKey? Find(string kid) => UdfText.Same(kid, key.Kid) ? key : null;
}
