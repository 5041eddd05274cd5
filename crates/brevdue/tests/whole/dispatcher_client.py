"""Uses a running gateway as dispatcher, with zeep.

usage: dispatcher_client.py JOB.json
Reads one job: {"wsdl", "binding", "address", "key", "calls": [{"operation", …arguments…}]}. An argument whose name ends
in "_file" is a signed delivery: zeep makes its own objects of it and writes them in its own words; only the Signature is
put in as the sender's signature library made it, since zeep does not carry KeyInfo through. Prints one JSON list: for each
call {"answer": …} or {"fault": code, "text": …}.
"""
import copy
import json
import sys

import requests
import zeep
from lxml import etree
from zeep.helpers import serialize_object
from zeep.transports import Transport


def with_octets(value):
    """Texts named Body are base64Binary, which zeep wants as octets."""
    if isinstance(value, list):
        return [with_octets(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: item.encode() if name == "Body" and isinstance(item, str) else with_octets(item) for name, item in value.items()}


class Signature(zeep.Plugin):
    element = None

    def egress(self, envelope, http_headers, operation, binding_options):
        if self.element is not None:
            old = envelope.find(".//{*}signedDelivery/{*}Signature")
            old.getparent().replace(old, self.element)
            self.element = None
        return envelope, http_headers


job = json.load(open(sys.argv[1]))
signature = Signature()
session = requests.Session()
session.trust_env = False
session.auth = ("system", job["key"])
client = zeep.Client(job["wsdl"], transport=Transport(session=session), settings=zeep.Settings(strict=True), plugins=[signature])
service = client.create_service(job["binding"], job["address"]) if job.get("address") else client.service
out = []
for call in job["calls"]:
    arguments = with_octets(dict(call))
    operation = arguments.pop("operation")
    for name in [name for name in arguments if name.endswith("_file")]:
        root = etree.parse(arguments.pop(name)).getroot()
        # zeep takes elements it has no type for out of the tree: keep a copy.
        signature.element = copy.deepcopy(root.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
        kind = client.get_type("{http://minameddelanden.gov.se/schema/Message/v3}SignedDelivery")
        arguments[name.removesuffix("_file")] = kind.parse_xmlelement(root, client.wsdl.types)
    try:
        answer = getattr(service, operation)(**arguments)
        out.append({"answer": serialize_object(answer, dict)})
    except zeep.exceptions.Fault as fault:
        code = fault.detail.find("{*}applicationFault/{*}ErrorCode")
        out.append({"fault": int(code.text), "text": fault.message})
print(json.dumps(out, default=str))
