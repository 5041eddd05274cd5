"""Drives every operation of the sandbox's register, Authority and operators with zeep and the official WSDL files.

usage: zeep_operations.py CONTRACTS SANDBOX_JSON SENDER_FOLDER NUMBERS_JSON SECURE_ENVELOPE FORWARD_ENVELOPE
NUMBERS_JSON maps aliases to numbers. Prints the operations that were called; fails when one of the contracts was not.
"""
import json
import pathlib
import sys

import requests
import zeep
from lxml import etree
from zeep.plugins import HistoryPlugin
from zeep.transports import Transport

contracts, sandbox_json, sender, numbers, secure, forward = sys.argv[1:]
contracts = pathlib.Path(contracts)
facts = json.load(open(sandbox_json))
numbers = json.loads(numbers)
session = requests.Session()
session.trust_env = False
session.verify = facts["ca_file"]
session.cert = (f"{sender}/cert.pem", f"{sender}/key.pem")
own = pathlib.Path(sender).name.split("-")[1]
called = set()


class Service:
    """A service of the contracts at an address of the sandbox."""

    def __init__(self, wsdl, binding, address):
        self.history = HistoryPlugin()
        self.client = zeep.Client(
            str(contracts / wsdl), transport=Transport(session=session),
            settings=zeep.Settings(strict=True), plugins=[self.history])
        self.binding = self.client.wsdl.bindings[binding]
        self.address = address
        self.service = self.client.create_service(binding, address)

    def names(self):
        return set(self.binding._operations)

    def __call__(self, name, *args, **kwargs):
        called.add(name)
        return getattr(self.service, name)(*args, **kwargs)

    def fault(self, name, *args, **kwargs):
        try:
            self(name, *args, **kwargs)
        except zeep.exceptions.Fault as fault:
            return int(fault.detail.find(".//{*}ErrorCode").text)
        raise SystemExit(f"{name}: no fault")

    def raw(self, name, envelope):
        """Octets that zeep must not write anew; it reads the answer."""
        called.add(name)
        answer = session.post(self.address, data=open(envelope, "rb").read(),
                              headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'})
        assert answer.status_code == 200, answer.text
        return self.binding.get(name).process_reply(etree.fromstring(answer.content))


far = Service("eduid-mm-service/Recipient.wsdl", "{http://minameddelanden.gov.se/Recipient}RecipientBinding-v3", facts["urls"]["far"])
authority = Service("eduid-mm-service/Authority.wsdl", "{http://minameddelanden.gov.se/Authority}AuthorityBinding", facts["urls"]["authority"])
person, newcomer, company, child, protected = (
    numbers[alias] for alias in ("se-reachable-alfa", "se-not-registered", "se-company", "se-under-18", "se-protected"))
alfa, beta = "165560009994", "167696009997"


def signatures(count):
    return [{"Signature": b"signature", "Certificate": "certificate"} for _ in range(count)]


def request(who, kind, supplier):
    return {"Id": who, "Type": kind, "AgreementText": "Avtal", "Timestamp": "2026-11-22", "ServiceSupplier": supplier}


def reach(who):
    return far("isReachable", senderOrgNr=own, recipientId=[who])[0]


# Opening and closing an account.
assert far("isRegistered", recipientId=[newcomer])[0].Type == "Not"
assert far.fault("register", accountRequest=request(person, "Create", alfa), accountType="Secure", signature=signatures(1)) == 5007
assert far.fault("register", accountRequest=request(child, "Create", alfa), accountType="Secure", signature=signatures(1)) == 6004
assert far.fault("register", accountRequest=request(protected, "Create", alfa), accountType="Secure", signature=signatures(1)) == 6006
assert far.fault("register", accountRequest=request(newcomer, "Create", own), accountType="Secure", signature=signatures(1)) == 8004
result = far("register", accountRequest=request(newcomer, "Create", beta), accountType="Secure", signature=signatures(1))
assert result.Status == "Complete", result
row = reach(newcomer)
assert row.SenderAccepted and row.AccountStatus.ServiceSupplier.Id == beta, row
result = far("deregister", deregisterAccount=request(newcomer, "Delete", beta), signature=signatures(1))
assert result.Status == "Complete" and reach(newcomer).AccountStatus.Type == "Not"

# A company needs two signatures; until then the request waits.
result = far("deregister", deregisterAccount=request(company, "Delete", alfa), signature=signatures(1))
assert result.Status == "Incomplete", result
waiting = far("getPendingAccountRequest", recipientId=[company, person], userIdentity=person)
assert [(w.AccountRequest.Id, w.AccountRequest.Type) for w in waiting] == [(company, "Delete")], waiting
account = far("isAuthorizedSigner", CompanyId=company, UserIdentity=person)
assert account.isAccountAuthorizedSigner and account.AccountInformation.AccountStatus == "Pending", account
far("deletePendingAccountRequest", recipientId=company, userIdentity=person)
assert not far("getPendingAccountRequest", recipientId=[company], userIdentity=person)
assert far.fault("deletePendingAccountRequest", recipientId=company, userIdentity=person) == 5003

# G2: whom a recipient takes mail from counts at the next lookup.
before = far("getAccountPreferences", RecipientId=person, UserIdentity=person)
assert [s.Id for s in before.AcceptedSenders] == [own], before
store = {"AgreementText": "Val", "UserIdentity": person}
nobody = {"Id": person, "AcceptedSenders": []}
assert far("storeAccountPreferences", Id=person, preferences=nobody, SignatureData=signatures(1), **store).Status == "Complete"
assert reach(person).SenderAccepted is False and authority("isSenderAccepted", person) is False
assert far("getAccountPreferences", RecipientId=person, UserIdentity=person).AcceptedSenders == []
ours = {"Id": person, "AcceptedSenders": [{"Id": own, "Name": "Kommun A"}]}
far("storeAccountPreferences", Id=person, preferences=ours, SignatureData=signatures(1), **store)
assert reach(person).SenderAccepted is True and authority("isSenderAccepted", person) is True
waits = {"Id": company, "AcceptedSenders": []}
assert far("storeAccountPreferences", Id=company, preferences=waits, SignatureData=signatures(1), **store).Status == "Incomplete"
pending = far("getPendingAccountPreferences", Id=company, UserIdentity=person)
assert pending.AccountPreferences.Id == company and reach(company).SenderAccepted is True, pending
gone = far("deletePendingAccountPreferences", organizationIdentity={"Id": company, "UserIdentity": person})
assert gone.Id == company, gone

# G2: a change of operator moves future mail.
change = {"UserIdentity": person, "AgreementText": "Byte"}
assert far("changeServiceSupplier", Id=company, ServiceSupplier=beta, SignatureData=signatures(1), **change).Status == "Incomplete"
pending = far("getPendingChangeServiceSupplier", Id=company, UserIdentity=person)
assert pending.serviceSupplier.Id == beta, pending
stays = far("deletePendingChangeServiceSupplier", organizationIdentity={"Id": company, "UserIdentity": person})
assert stays.Id == alfa, stays
assert far("changeServiceSupplier", Id=company, ServiceSupplier=beta, SignatureData=signatures(2), **change).Status == "Complete"
assert reach(company).AccountStatus.ServiceSupplier.Id == beta

# The Authority.
assert [s.Name for s in authority("getSenders")] == ["Kommun A"]
assert [(d.Id, d.Senders) for d in authority("getDispatchers")] == [(own, [own])]
rights = authority("getUserAccessRights", person)
assert rights.Rights[0].GrantedAccess[0] == "View" and not rights.Problems, rights
# An empty result: zeep makes nothing of an element without children.
assert authority("getUserAccessRightsNoConcent", "se:somebody-else") is None
signers = [{"Id": person, "Name": "Astrid Åkerlund"}]
assert authority("testNewSigner", company, signers, None, "Ownership").Status == "Incomplete"
assert authority("testNewSigner", company, signers, numbers["se-reachable-beta"], "Ownership").Status == "Complete"
assert authority("verifyAuthorizedSignatures", person, signatures(1), b"text", "CancelConsent").Status == "Complete"
assert authority.fault("verifyAuthorizedSignatures", "200001102391"[::-1], signatures(1), b"text", "Ownership") == 6007

# The operators.
operator = Service("eduid-mm-service/Service.wsdl", "{http://minameddelanden.gov.se/Service}ServiceBinding-v3", reach(person).AccountStatus.ServiceSupplier.ServiceAdress)
header = {"Sender": {"Id": own, "Name": "Kommun A"}, "Recipient": [person, newcomer]}
told = operator("notify", {
    "Header": header,
    "Message": {
        "header": {"Id": "n-1", "Subject": "Du har post", "Supportinfo": {"Text": "Ring växeln."}, "Language": "svSE"},
        "body": {"ContentType": "text/plain", "Body": b"Logga in."},
    },
    "SmsMessage": {"header": {"From": "Kommunen"}, "text": "Du har post."},
})
assert [(s.RecipientId, s.DeliveryStatus.DeliveredFlag, s.DeliveryStatus.NotifiedByChannel) for s in told.Status] == [
    (person, True, ["SMS"]), (newcomer, False, [])], told
result = operator.raw("deliverSecure", secure)
assert [s.Delivered for s in result.Status] == [True], result
result = operator.raw("deliverForward", forward)
assert [(s.RecipientId, s.Delivered) for s in result.Status] == [(person, True), (newcomer, False)], result

for service in (far, authority, operator):
    missing = service.names() - called
    assert not missing, missing
print(json.dumps(sorted(called)))
