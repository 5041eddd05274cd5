//! zeep, a SOAP client of its own making, with the official WSDL: it must read what we answer and send what we read.

use std::process::Command;

use mina::register::*;
use mina::*;

use crate::support::*;

/// Hands zeep our answers through a transport without network, and stores what it sends.
const SCRIPT: &str = r#"
import pathlib, sys
try:
    import zeep
    from zeep.transports import Transport
except ImportError:
    print("NO ZEEP"); sys.exit(0)
from requests import Response

contracts, folder = map(pathlib.Path, sys.argv[1:3])

class Canned(Transport):
    def __init__(self, name):
        super().__init__()
        self.name = name
    def post(self, address, message, headers):
        assert headers["SOAPAction"] in ('""', ""), headers
        (folder / (self.name + ".request.xml")).write_bytes(message)
        answer = Response()
        answer.status_code = 500 if "fault" in self.name else 200
        answer._content = (folder / (self.name + ".xml")).read_bytes()
        answer.headers["Content-Type"] = "text/xml; charset=utf-8"
        return answer

def service(wsdl, name):
    client = zeep.Client(str(contracts / wsdl), transport=Canned(name), settings=zeep.Settings(strict=True))
    return client.service

rows = service("my-messages/Recipient.wsdl", "reachable").isReachable("162021004748", ["192705178354", "198101052382"])
assert [r.AccountStatus.RecipientId for r in rows] == ["192705178354", "198101052382"], rows
assert rows[0].AccountStatus.Type == "Secure" and rows[0].SenderAccepted is True
assert rows[0].AccountStatus.ServiceSupplier.ServiceAdress == "https://mm.kivra.com/service/v3"
assert rows[1].AccountStatus.ServiceSupplier is None
rows = service("my-messages/Recipient.wsdl", "registered").isRegistered(["192705178354"])
assert rows[0].Type == "Secure" and rows[0].Pending is False
try:
    service("my-messages/Recipient.wsdl", "fault").isRegistered(["192705178354"])
    raise SystemExit("no fault")
except zeep.exceptions.Fault as fault:
    assert "6006" in zeep.wsdl.utils.etree_to_string(fault.detail).decode(), fault.detail
senders = service("eduid-mm-service/Authority.wsdl", "senders").getSenders()
assert [(s.Id, s.Name) for s in senders] == [("162021004748", "Kommun A")], senders
dispatchers = service("eduid-mm-service/Authority.wsdl", "dispatchers").getDispatchers()
assert dispatchers[0].Senders == ["162021004748"], dispatchers
client = zeep.Client(str(contracts / "my-messages/Service.wsdl"), transport=Canned("delivered"))
from lxml import etree
envelope = etree.fromstring((folder / "envelope.xml").read_bytes())
part = envelope[0][0][0]
element = client.get_element("{http://minameddelanden.gov.se/schema/Service/v3}deliverSecure")
parsed = element.parse(envelope[0][0], client.wsdl.types)
assert parsed.deliverSecure.Seal.SignaturesOK is True, parsed
assert parsed.deliverSecure.SignedDelivery.Delivery.Header.Recipient == "192705178354"
answer = etree.fromstring((folder / "delivered.xml").read_bytes())
result = client.service._binding.get("deliverSecure").process_reply(answer)
assert result.TransId == "t-1" and result.Status[0].Delivered is True, result
print("ZEEP OK")
"#;

#[test]
fn zeep_reads_our_answers_and_we_read_its_requests() {
    let Some(contracts) = reference("contracts") else { return };
    if !tool("python3") {
        return;
    }
    let supplier = ServiceSupplier::new("165568402266", "Kivra", "https://mm.kivra.com/service/v3");
    let account = AccountStatus {
        account_type: AccountType::Secure,
        supplier: Some(supplier),
        ..AccountStatus::not_registered(id(RECIPIENT))
    };
    let rows = [
        ReachabilityRow::new(account.clone(), true),
        ReachabilityRow::new(AccountStatus::not_registered(id(OTHER)), false),
    ];
    let dispatcher =
        authority::Dispatcher { id: id(DISPATCHER), name: "Kommun B".into(), senders: vec![id(SENDER)] };
    let files: [(&str, Vec<u8>); 7] = [
        ("reachable.xml", is_reachable_response(&rows)),
        ("registered.xml", is_registered_response(&[account])),
        ("fault.xml", Fault::new(6006, "skyddad", "0123456789abcdef0123").to_xml()),
        (
            "senders.xml",
            authority::GetSendersResponse { senders: vec![Sender::new(id(SENDER), "Kommun A")] }.to_xml(),
        ),
        ("dispatchers.xml", authority::GetDispatchersResponse { dispatchers: vec![dispatcher] }.to_xml()),
        ("delivered.xml", deliver_secure_response(&DeliveryResult::new("t-1", id(RECIPIENT), true))),
        ("envelope.xml", deliver_secure_envelope(&sealed(&sample()))),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let run =
        Command::new("python3").args(["-c", SCRIPT]).args([&contracts, folder.path()]).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    if said.contains("NO ZEEP") {
        eprintln!("skipped: zeep is not installed (pip install zeep)");
        return;
    }
    assert!(said.contains("ZEEP OK"), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let limits = Limits::default();
    let request = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let asked = parse_is_reachable_request(&request("reachable.request.xml"), &limits).unwrap();
    assert_eq!(asked.recipients, [id(RECIPIENT), id(OTHER)]);
    assert_eq!(
        parse_is_registered_request(&request("registered.request.xml"), &limits).unwrap(),
        [id(RECIPIENT)]
    );
    let asked = authority::GetSenders::parse_strictly(&request("senders.request.xml"), &limits);
    assert_eq!(asked, Ok(authority::GetSenders {}));
}
