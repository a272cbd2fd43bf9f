# SPDX-License-Identifier: GPL-3.0-or-later
"""strict_reader.py: what holds of every private key that inkan writes, seen by a reader that takes RFC 5915 at its word.

    strict_reader.py check PASSWORD FILE...   each key in PEM, sealed PEM or PKCS#12 is exact, and opens in "cryptography"
    strict_reader.py make CURVE TOP NAME      NAME.old and NAME.crt: a key as GnuTLS 3.7.9 writes it, whose number begins
                                              with the octet TOP, and a certificate for it
    strict_reader.py age FILE...              the key in each PEM file is written as GnuTLS 3.7.9 would

The last line of "check" says how many keys it saw.
"""
import base64
import datetime
import hashlib
import re
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import (
    Encoding, NoEncryption, PrivateFormat, load_der_private_key, load_pem_private_key, pkcs12)

INTEGER, OCTETS, SEQUENCE = 0x02, 0x04, 0x30
SHROUDED_KEY = bytes.fromhex("060b2a864886f70d010c0a0102")
CURVES = {"p256": (ec.SECP256R1(), 32), "p384": (ec.SECP384R1(), 48), "p521": (ec.SECP521R1(), 66)}
PEM = re.compile(rb"-----BEGIN ((?:ENCRYPTED )?PRIVATE KEY)-----\n(.*?)-----END \1-----\n", re.DOTALL)
ROUNDS, SALT = 600000, 16


def elements(der):
    """Tag and content of one element after the other."""
    found = []
    while der:
        size, at = der[1], 2
        if size >= 0x80:
            at += size - 0x80
            size = int.from_bytes(der[2:at], "big")
        assert len(der) >= at + size, "an element is cut"
        found.append((der[0], der[at:at + size]))
        der = der[at + size:]
    return found


def element(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(length)]) + length + content


def only(der, tag):
    found = elements(der)
    assert len(found) == 1 and found[0][0] == tag, "not the one element that was expected"
    return found[0][1]


def check_exact(der):
    """An ECDSA key has its number in exactly the octets of its curve; the strict reader agrees."""
    key = load_der_private_key(der, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return
    private = elements(elements(only(der, SEQUENCE))[2][1])[0][1]
    (version_tag, version), (tag, number) = elements(private)[:2]
    octets = (key.curve.key_size + 7) // 8
    assert (version_tag, version, tag) == (INTEGER, b"\1", OCTETS), "not an ECPrivateKey"
    assert len(number) == octets, f"{len(number)} octets where RFC 5915 wants {octets}"
    assert int.from_bytes(number, "big") == key.private_numbers().private_value, "another number"


def unseal(der, password):
    """The PrivateKeyInfo in an EncryptedPrivateKeyInfo, without any encoder in between."""
    (_, algorithm), (_, data) = elements(only(der, SEQUENCE))
    (_, derivation), (_, cipher) = elements(elements(algorithm)[1][1])
    (_, salt), (_, rounds) = elements(elements(derivation)[1][1])[:2]
    rounds = int.from_bytes(rounds, "big")
    assert len(salt) == SALT and rounds == ROUNDS, f"{rounds} rounds, {len(salt)} octets of salt"
    secret = hashlib.pbkdf2_hmac("sha256", password, salt, rounds, 32)
    open_it = Cipher(algorithms.AES(secret), modes.CBC(elements(cipher)[1][1])).decryptor()
    clear = open_it.update(data) + open_it.finalize()
    return clear[:-clear[-1]]


def check_pkcs12(data, password):
    (_, _), (_, _), (_, mac) = elements(only(data, SEQUENCE))
    assert len(elements(mac)[1][1]) == SALT, "a short salt of the MAC"
    at = data.index(SHROUDED_KEY)
    (_, _), (_, sealed) = elements(data[at:])[:2]
    check_exact(unseal(sealed, password))
    key, certificate, _ = pkcs12.load_key_and_certificates(data, password)
    assert key.public_key().public_numbers() == certificate.public_key().public_numbers(), "not a pair"
    return 1


def check_file(name, password):
    with open(name, "rb") as file:
        data = file.read()
    if data[0] == SEQUENCE:
        return check_pkcs12(data, password)
    keys = PEM.findall(data)
    for label, text in keys:
        der = base64.b64decode(text)
        if label == b"PRIVATE KEY":
            check_exact(der)
            continue
        check_exact(unseal(der, password))
        load_pem_private_key(data, password)
    return len(keys)


def age_der(der):
    """The number as an INTEGER would have it: with a zero in front of a top bit, without those it does not need."""
    version, algorithm, (_, key) = elements(only(der, SEQUENCE))
    (one, (_, number), *rest) = elements(only(key, SEQUENCE))
    value = int.from_bytes(number, "big")
    number = value.to_bytes(value.bit_length() // 8 + 1, "big")
    key = element(SEQUENCE, b"".join(element(*e) for e in [one, (OCTETS, number), *rest]))
    return element(SEQUENCE, b"".join(element(*e) for e in [version, algorithm, (OCTETS, key)]))


def age(data):
    def again(match):
        text = base64.b64encode(age_der(base64.b64decode(match[2])))
        lines = b"\n".join(text[i:i + 64] for i in range(0, len(text), 64))
        return b"-----BEGIN PRIVATE KEY-----\n" + lines + b"\n-----END PRIVATE KEY-----\n"
    return PEM.sub(again, data)


def make(curve, top, name):
    kind, octets = CURVES[curve]
    number = bytes([int(top, 16), 1]) + hashlib.shake_256(name.encode()).digest(octets - 2)
    key = ec.derive_private_key(int.from_bytes(number, "big"), kind)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name + ".example.jp")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                   .not_valid_after(now + datetime.timedelta(days=365)).sign(key, hashes.SHA256()))
    with open(name + ".old", "wb") as file:
        file.write(age(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())))
    with open(name + ".crt", "wb") as file:
        file.write(certificate.public_bytes(Encoding.PEM))


def age_files(*names):
    for name in names:
        with open(name, "r+b") as file:
            data = age(file.read())
            file.seek(0)
            file.write(data)
            file.truncate()


def check(password, *names):
    failed = seen = 0
    for name in names:
        try:
            seen += check_file(name, password.encode())
        except (AssertionError, ValueError) as error:
            failed += 1
            print(f"{name}: {error}")
    print(f"{seen} keys")
    return failed > 0


sys.exit({"check": check, "make": make, "age": age_files}[sys.argv[1]](*sys.argv[2:]))
