"""signxml as the other side.

    python3 signxml_peer.py sign KEY CERT FOLDER COUNT     0.in to 0.out and so on
    python3 signxml_peer.py verify CERT FILE...     prints "valid" or "invalid" for each
"""

import sys

from lxml import etree
from signxml import XMLSigner, XMLVerifier, methods


def read(path):
    with open(path, "rb") as file:
        return file.read()


def sign(key, cert, folder, count):
    signer = XMLSigner(
        method=methods.enveloped,
        signature_algorithm="rsa-sha256",
        digest_algorithm="sha256",
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    for number in range(int(count)):
        name = f"{folder}/{number}"
        signed = signer.sign(etree.fromstring(read(name + ".in")), key=read(key), cert=read(cert).decode())
        with open(name + ".out", "wb") as file:
            file.write(etree.tostring(signed))


def verify(cert, paths):
    for path in paths:
        try:
            XMLVerifier().verify(read(path), x509_cert=read(cert).decode())
            print("valid")
        except Exception:
            print("invalid")


if sys.argv[1] == "sign":
    sign(*sys.argv[2:])
else:
    verify(sys.argv[2], sys.argv[3:])
