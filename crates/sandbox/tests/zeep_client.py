"""Speaks to a running sandbox with zeep and the official WSDL files, over mutual TLS.

usage: zeep_client.py CONTRACTS SANDBOX_JSON SENDER_FOLDER RECIPIENT ENVELOPE
Prints one JSON object; ENVELOPE is a signed and sealed deliverSecure request in a file.
"""
import json
import pathlib
import sys

import requests
import zeep
from lxml import etree
from zeep.transports import Transport

contracts, sandbox_json, sender, recipient, envelope = sys.argv[1:]
facts = json.load(open(sandbox_json))
session = requests.Session()
session.trust_env = False
session.verify = facts["ca_file"]
session.cert = (f"{sender}/cert.pem", f"{sender}/key.pem")
# One sender per folder: se-<number>.
number = pathlib.Path(sender).name.split("-")[1]
transport = Transport(session=session)
out = {}


def service(wsdl, binding, address):
    client = zeep.Client(wsdl, transport=transport, settings=zeep.Settings(strict=True))
    return client, client.create_service(binding, address)


contracts = pathlib.Path(contracts)
_, far = service(str(contracts / "Recipient.wsdl"), "{http://minameddelanden.gov.se/Recipient}RecipientBinding-v3", facts["urls"]["far"])
rows = far.isReachable(senderOrgNr=number, recipientId=[recipient])
out["accepted"] = rows[0].SenderAccepted
address = rows[0].AccountStatus.ServiceSupplier.ServiceAdress
out["registered"] = far.isRegistered(recipientId=[recipient])[0].Type
try:
    far.isReachable(senderOrgNr="162021003898", recipientId=[recipient])
except zeep.exceptions.Fault as fault:
    out["fault"] = int(fault.detail.find("{*}applicationFault/{*}ErrorCode").text)

_, authority = service(str(contracts.parent / "eduid-mm-service" / "Authority.wsdl"), "{http://minameddelanden.gov.se/Authority}AuthorityBinding", facts["urls"]["authority"])
out["senders"] = [row.Name for row in authority.getSenders()]

# The operator: our octets as they are, zeep's reading of the answer.
client, _ = service(str(contracts / "Service.wsdl"), "{http://minameddelanden.gov.se/Service}ServiceBinding-v3", address)
answer = session.post(address, data=open(envelope, "rb").read(), headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'})
operation = client.wsdl.bindings["{http://minameddelanden.gov.se/Service}ServiceBinding-v3"].get("deliverSecure")
result = operation.process_reply(etree.fromstring(answer.content))
out["transaction"] = result.TransId
out["delivered"] = [row.Delivered for row in result.Status]

# And our own descriptions are good enough for zeep.
own = zeep.Client(facts["urls"]["far"] + "?wsdl", transport=transport)
out["own"] = own.service.isReachable(senderOrgNr=number, recipientId=[recipient])[0].SenderAccepted
own = zeep.Client(facts["urls"]["authority"] + "?wsdl", transport=transport)
out["own_senders"] = [row.Name for row in own.service.getSenders()]
print(json.dumps(out))
