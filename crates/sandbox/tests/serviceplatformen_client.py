"""Sends through the sandbox with python-serviceplatformen, a client that no one here wrote, its hosts redirected.

usage: serviceplatformen_client.py SANDBOX_JSON SENDER_FOLDER CVR RECIPIENT COMPANY PDF
Prints one JSON object.
"""
import base64
import json
import sys
import tempfile
import urllib.parse
import uuid
from datetime import datetime, timezone

import requests
from python_serviceplatformen import digital_post
from python_serviceplatformen.authentication import KombitAccess
from python_serviceplatformen.models import physical_mail as print_model
from python_serviceplatformen.models.message import (
    File, MainDocument, Message, MessageBody, MessageHeader, Recipient, Sender, create_nemsms,
)

sandbox_json, sender_folder, cvr, person, company, pdf = sys.argv[1:]
facts = json.load(open(sandbox_json))
base = facts["urls"]["kombi"]
asked = []
real = requests.sessions.Session.request


def redirected(self, method, url, **more):
    """The same call to the sandbox: only the host changes, and whom to trust."""
    address = urllib.parse.urlsplit(url)
    asked.append(address.hostname)
    self.trust_env = False
    more["verify"] = facts["ca_file"]
    url = urllib.parse.urljoin(base, address.path)
    return real(self, method, url, **more)


requests.sessions.Session.request = redirected

with tempfile.NamedTemporaryFile("w", suffix=".pem") as unified:
    unified.write(open(f"{sender_folder}/cert.pem").read() + "\n" + open(f"{sender_folder}/key.pem").read())
    unified.flush()
    access = KombitAccess(cvr=cvr, cert_path=unified.name, test=True)
    out = {
        "mailbox": digital_post.is_registered(person, "digitalpost", access),
        "nemsms": digital_post.is_registered(person, "nemsms", access),
        "company_nemsms": digital_post.is_registered(company, "nemsms", access),
    }
    sender = Sender(senderID=cvr, idType="CVR", label="Eksempel Kommune")
    recipient = Recipient(recipientID=person, idType="CPR")
    content = base64.b64encode(open(pdf, "rb").read()).decode()
    letter = Message(
        messageHeader=MessageHeader(
            messageType="DIGITALPOST", messageUUID=str(uuid.uuid4()), label="Afgørelse på prøve",
            sender=sender, recipient=recipient,
        ),
        messageBody=MessageBody(
            createdDateTime=datetime.now(timezone.utc),
            mainDocument=MainDocument(files=[
                File(encodingFormat="application/pdf", filename="Afgørelse.pdf", language="da", content=content)
            ]),
        ),
    )
    out["letter"] = letter.messageHeader.messageUUID
    digital_post.send_message("Digital Post", letter, access)
    sms = create_nemsms("Husk din aftale", "Husk din tid i morgen kl. 9. Æ Ø Å", sender, recipient)
    out["sms"] = sms.messageHeader.messageUUID
    digital_post.send_message("NemSMS", sms, access)
    m = print_model
    consignment = m.ForsendelseI(
        afsendelse_identifikator=m.AfsendelseIdentifikator(value=str(uuid.uuid4())),
        forsendelse_modtager=m.ForsendelseModtager(
            afsendelse_modtager=m.AfsendelseModtager(
                cpr_nummer_identifikator=m.CPRnummerIdentifikator(value="0000000000")
            ),
            modtager_adresse=m.ModtagerAdresse(
                person_name=m.PersonName(value="Mette Hansen"),
                street_name=m.StreetName(value="Søndergade"),
                street_building_identifier=m.StreetBuildingIdentifier(value="3"),
                post_code_identifier=m.PostCodeIdentifier(value="6000"),
                country_identification_code=m.CountryIdentificationCode(
                    value="DK", scheme=m.CountryIdentificationSchemeType.ISO3166_ALPHA2
                ),
            ),
        ),
        filformat_navn=m.FilformatNavn(value="pdf"),
        meddelelse_indhold_data=m.MeddelelseIndholdData(value=content),
        transaktions_parametre_i=m.TransaktionsParametreI(),
        dokument_parametre=m.DokumentParametre(),
    )
    out["paper"] = consignment.afsendelse_identifikator.value
    digital_post.send_physical_mail(consignment, access)

out["hosts"] = sorted(set(asked))
print(json.dumps(out))
