"""What the standard library does not have, from the machine's libcrypto: AES, X25519, X448, Ed25519, Ed448."""

import ctypes
import ctypes.util
import hashlib
import hmac

from . import Refused, require

_lib = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
_EVP_PKEY = {"X25519": 1034, "X448": 1035, "Ed25519": 1087, "Ed448": 1088}
_GCM_SET_TAG = 0x11
for _name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_gcm", "EVP_aes_256_ecb", "EVP_PKEY_new_raw_private_key", "EVP_PKEY_new_raw_public_key",
              "EVP_PKEY_CTX_new", "EVP_MD_CTX_new"):
    getattr(_lib, _name).restype = ctypes.c_void_p


class _Owned:
    """A pointer that libcrypto gave, freed at the end of a with."""

    def __init__(self, pointer, free):
        require(pointer, "libcrypto refuses a key")
        self.pointer, self._free = ctypes.c_void_p(pointer), free

    def __enter__(self):
        return self.pointer

    def __exit__(self, *_):
        getattr(_lib, self._free)(self.pointer)


def hkdf_expand(prk, info, length, digest="sha256"):
    block, result, number = b"", b"", 0
    while len(result) < length:
        number += 1
        block = hmac.digest(prk, block + info + bytes([number]), digest)
        result += block
    return result[:length]


def hkdf_sha512(secret, length):
    """No salt, no info."""
    return hkdf_expand(hmac.digest(bytes(64), secret, "sha512"), b"", length, "sha512")


def sha256(octets):
    return hashlib.sha256(octets).digest()


def _decrypt(cipher, key, nonce, associated, octets, tag=None):
    with _Owned(_lib.EVP_CIPHER_CTX_new(), "EVP_CIPHER_CTX_free") as context:
        output, length = ctypes.create_string_buffer(len(octets) + 16), ctypes.c_int()
        good = _lib.EVP_DecryptInit_ex(context, ctypes.c_void_p(cipher), None, key, nonce) == 1
        _lib.EVP_CIPHER_CTX_set_padding(context, 0)
        if associated:
            good &= _lib.EVP_DecryptUpdate(context, None, ctypes.byref(length), associated, len(associated)) == 1
        good &= _lib.EVP_DecryptUpdate(context, output, ctypes.byref(length), octets, len(octets)) == 1
        done = length.value
        if tag is not None:
            good &= _lib.EVP_CIPHER_CTX_ctrl(context, _GCM_SET_TAG, 16, tag) == 1
        good &= _lib.EVP_DecryptFinal_ex(context, ctypes.byref(output, done), ctypes.byref(length)) == 1
        return output.raw[:done] if good else None


def gcm_open(key, nonce, associated, ciphertext, tag):
    plaintext = _decrypt(_lib.EVP_aes_256_gcm(), key, nonce, associated, ciphertext, tag) if len(tag) == 16 else None
    if plaintext is None:
        raise Refused("decryption failed")
    return plaintext


def aes_key_unwrap(kek, wrapped):
    """RFC 3394; None where the integrity check fails."""
    blocks = [wrapped[i:i + 8] for i in range(8, len(wrapped), 8)]
    check = wrapped[:8]
    for step in range(6 * len(blocks), 0, -1):
        i = (step - 1) % len(blocks)
        mixed = (int.from_bytes(check, "big") ^ step).to_bytes(8, "big")
        block = _decrypt(_lib.EVP_aes_256_ecb(), kek, None, None, mixed + blocks[i])
        check, blocks[i] = block[:8], block[8:]
    return b"".join(blocks) if hmac.compare_digest(check, b"\xa6" * 8) else None


def _private(curve, octets):
    return _Owned(_lib.EVP_PKEY_new_raw_private_key(_EVP_PKEY[curve], None, octets, ctypes.c_size_t(len(octets))), "EVP_PKEY_free")


def _public(curve, octets):
    return _Owned(_lib.EVP_PKEY_new_raw_public_key(_EVP_PKEY[curve], None, octets, ctypes.c_size_t(len(octets))), "EVP_PKEY_free")


def public_of(curve, private):
    """The public key as RFC 7748 and RFC 8032 write it: 32, 56 or 57 octets."""
    with _private(curve, private) as key:
        output, length = ctypes.create_string_buffer(57), ctypes.c_size_t(57)
        require(_lib.EVP_PKEY_get_raw_public_key(key, output, ctypes.byref(length)) == 1, "not a private key")
        return output.raw[:length.value]


def agree(curve, private, peer):
    """RFC 7748; None where the agreement is all zero."""
    with _private(curve, private) as own, _public(curve, peer) as other, _Owned(_lib.EVP_PKEY_CTX_new(own, None), "EVP_PKEY_CTX_free") as context:
        output, length = ctypes.create_string_buffer(56), ctypes.c_size_t(56)
        good = (_lib.EVP_PKEY_derive_init(context) == 1 and _lib.EVP_PKEY_derive_set_peer(context, other) == 1
                and _lib.EVP_PKEY_derive(context, output, ctypes.byref(length)) == 1)
        return output.raw[:length.value] if good and any(output.raw[:length.value]) else None


def verify(curve, public, message, signature):
    """Pure Ed25519 or Ed448, empty context."""
    with _public(curve, public) as key, _Owned(_lib.EVP_MD_CTX_new(), "EVP_MD_CTX_free") as context:
        return (_lib.EVP_DigestVerifyInit(context, None, None, None, key) == 1
                and _lib.EVP_DigestVerify(context, signature, ctypes.c_size_t(len(signature)), message, ctypes.c_size_t(len(message))) == 1)
