//! Our own descriptions of the register's services: only what a sender needs, written for this project.

use crate::soap::{escape, ns};

const R3_SCHEMA: &str = r#"
  <xsd:schema targetNamespace="{R3}" elementFormDefault="qualified" xmlns:r1="{R1}" xmlns:s="{SN}">
   <xsd:import namespace="{R1}"/><xsd:import namespace="{SN}"/>
   <xsd:element name="isReachable"><xsd:complexType><xsd:sequence>
    <xsd:element name="senderOrgNr" type="s:OrganizationNumber"/>
    <xsd:element name="recipientId" type="r1:RecipientId" minOccurs="0" maxOccurs="1000"/>
   </xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="isReachableResponse"><xsd:complexType><xsd:sequence>
    <xsd:element name="return" type="r1:ReachabilityStatus" minOccurs="0" maxOccurs="unbounded"/>
   </xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="isRegistered"><xsd:complexType><xsd:sequence>
    <xsd:element name="recipientId" type="r1:RecipientId" maxOccurs="unbounded"/>
   </xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="isRegisteredResponse"><xsd:complexType><xsd:sequence>
    <xsd:element name="return" type="r1:AccountStatus" maxOccurs="unbounded"/>
   </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema>"#;

const R1_SCHEMA: &str = r#"
  <xsd:schema targetNamespace="{R1}" elementFormDefault="qualified" xmlns:r1="{R1}" xmlns:s="{SN}">
   <xsd:import namespace="{SN}"/>
   <xsd:simpleType name="RecipientId"><xsd:restriction base="xsd:string">
    <xsd:pattern value="16\d{10}|(18|19|20)\d{2}(0[1-9]|1[0-2])\d{6}"/>
   </xsd:restriction></xsd:simpleType>
   <xsd:simpleType name="AccountTypes"><xsd:restriction base="xsd:string">
    <xsd:enumeration value="Secure"/><xsd:enumeration value="Anonymous"/><xsd:enumeration value="Not"/>
   </xsd:restriction></xsd:simpleType>
   <xsd:complexType name="ServiceSupplier"><xsd:sequence>
    <xsd:element name="Id" type="s:OrganizationNumber"/><xsd:element name="Name" type="xsd:string"/>
    <xsd:element name="Logo" type="xsd:anyURI" minOccurs="0"/><xsd:element name="ServiceAdress" type="xsd:anyURI"/>
    <xsd:element name="UIAdress" type="xsd:anyURI" minOccurs="0"/><xsd:element name="InternalServiceAdress" type="xsd:anyURI"/>
   </xsd:sequence></xsd:complexType>
   <xsd:complexType name="AccountStatus"><xsd:sequence>
    <xsd:element name="RecipientId" type="r1:RecipientId"/><xsd:element name="Type" type="r1:AccountTypes"/>
    <xsd:element name="Pending" type="xsd:boolean"/>
    <xsd:element name="ServiceSupplier" type="r1:ServiceSupplier" minOccurs="0"/>
    <xsd:element name="LastRegistration" type="xsd:dateTime" minOccurs="0"/>
   </xsd:sequence></xsd:complexType>
   <xsd:complexType name="ReachabilityStatus"><xsd:sequence>
    <xsd:element name="AccountStatus" type="r1:AccountStatus"/><xsd:element name="SenderAccepted" type="xsd:boolean"/>
    <xsd:element name="LastSenderAcceptChange" type="xsd:dateTime" minOccurs="0"/>
   </xsd:sequence></xsd:complexType>
  </xsd:schema>"#;

const SN_SCHEMA: &str = r#"
  <xsd:schema targetNamespace="{SN}" elementFormDefault="qualified">
   <xsd:simpleType name="OrganizationNumber"><xsd:restriction base="xsd:string"><xsd:pattern value="16\d{10}"/></xsd:restriction></xsd:simpleType>
   <xsd:complexType name="Sender"><xsd:sequence>
    <xsd:element name="Id" type="xsd:string"/><xsd:element name="Name" type="xsd:string"/>
    <xsd:element name="Attention" type="xsd:string" minOccurs="0"/>
   </xsd:sequence></xsd:complexType>
  </xsd:schema>"#;

const C3_SCHEMA: &str = r#"
  <xsd:schema targetNamespace="{C3}" elementFormDefault="qualified">
   <xsd:element name="applicationFault"><xsd:complexType><xsd:sequence>
    <xsd:element name="ErrorCode" type="xsd:int"/><xsd:element name="Description" type="xsd:string"/><xsd:element name="CallId" type="xsd:string"/>
   </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema>"#;

const AUTHORITY_SCHEMA: &str = r#"
  <xsd:schema targetNamespace="{DISPATCHER}" elementFormDefault="qualified">
   <xsd:complexType name="Dispatcher"><xsd:sequence>
    <xsd:element name="Id" type="xsd:string"/><xsd:element name="Name" type="xsd:string"/>
    <xsd:element name="Senders" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>
   </xsd:sequence></xsd:complexType>
  </xsd:schema>
  <xsd:schema targetNamespace="{C1}" elementFormDefault="qualified">
   <xsd:complexType name="ExceptionInformation"><xsd:sequence>
    <xsd:element name="ErrorCode" type="xsd:int"/><xsd:element name="Description" type="xsd:string"/><xsd:element name="CallId" type="xsd:string"/>
   </xsd:sequence></xsd:complexType>
  </xsd:schema>
  <xsd:schema targetNamespace="{AUTHORITY}" xmlns:s="{SN}" xmlns:d="{DISPATCHER}" xmlns:c="{C1}">
   <xsd:import namespace="{SN}"/><xsd:import namespace="{DISPATCHER}"/><xsd:import namespace="{C1}"/>
   <xsd:element name="getSenders"><xsd:complexType><xsd:sequence/></xsd:complexType></xsd:element>
   <xsd:element name="getSendersResponse"><xsd:complexType><xsd:sequence>
    <xsd:element name="return" type="s:Sender" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="getSendersFault" type="c:ExceptionInformation"/>
   <xsd:element name="getDispatchers"><xsd:complexType><xsd:sequence/></xsd:complexType></xsd:element>
   <xsd:element name="getDispatchersResponse"><xsd:complexType><xsd:sequence>
    <xsd:element name="return" type="d:Dispatcher" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="getDispatchersFault" type="c:ExceptionInformation"/>
   <xsd:element name="isSenderAccepted"><xsd:complexType><xsd:sequence>
    <xsd:element name="arg0" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="isSenderAcceptedResponse"><xsd:complexType><xsd:sequence>
    <xsd:element name="return" type="xsd:boolean"/></xsd:sequence></xsd:complexType></xsd:element>
   <xsd:element name="isSenderAcceptedFault" type="c:ExceptionInformation"/>
  </xsd:schema>"#;

/// The description of `Recipient/v3`.
pub(super) fn recipient(address: &str) -> String {
    let types = [SN_SCHEMA, R1_SCHEMA, R3_SCHEMA, C3_SCHEMA].concat();
    write(
        "Recipient",
        "http://minameddelanden.gov.se/Recipient",
        ns::R3,
        &types,
        &["isReachable", "isRegistered"],
        Faults::V3,
        address,
    )
}

/// The description of `Authority`.
pub(super) fn authority(address: &str) -> String {
    let types = [SN_SCHEMA, AUTHORITY_SCHEMA].concat();
    let operations = ["getSenders", "getDispatchers", "isSenderAccepted"];
    write("Authority", ns::AUTHORITY, ns::AUTHORITY, &types, &operations, Faults::PerOperation, address)
}

#[derive(Clone, Copy)]
enum Faults {
    V3,
    PerOperation,
}

fn write(
    name: &str,
    target: &str,
    elements: &str,
    types: &str,
    operations: &[&str],
    faults: Faults,
    address: &str,
) -> String {
    let fault_of = |operation: &str| match faults {
        Faults::V3 => ("f:applicationFault".to_owned(), "applicationFault".to_owned()),
        Faults::PerOperation => (format!("e:{operation}Fault"), format!("{operation}Fault")),
    };
    let (mut messages, mut ports, mut bindings) = (String::new(), String::new(), String::new());
    for operation in operations {
        let (fault_element, fault_name) = fault_of(operation);
        messages += &format!(
            "\n <wsdl:message name=\"{operation}\"><wsdl:part name=\"parameters\" element=\"e:{operation}\"/></wsdl:message>\
             \n <wsdl:message name=\"{operation}Response\"><wsdl:part name=\"parameters\" element=\"e:{operation}Response\"/></wsdl:message>"
        );
        let message = format!(
            "\n <wsdl:message name=\"{fault_name}\"><wsdl:part name=\"fault\" element=\"{fault_element}\"/></wsdl:message>"
        );
        if !messages.contains(&message) {
            messages += &message;
        }
        ports += &format!(
            "\n  <wsdl:operation name=\"{operation}\"><wsdl:input message=\"t:{operation}\"/><wsdl:output message=\"t:{operation}Response\"/>\
             <wsdl:fault name=\"fault\" message=\"t:{fault_name}\"/></wsdl:operation>"
        );
        bindings += &format!(
            "\n  <wsdl:operation name=\"{operation}\"><soap:operation soapAction=\"\"/><wsdl:input><soap:body use=\"literal\"/></wsdl:input>\
             <wsdl:output><soap:body use=\"literal\"/></wsdl:output><wsdl:fault name=\"fault\"><soap:fault name=\"fault\" use=\"literal\"/></wsdl:fault></wsdl:operation>"
        );
    }
    let types = [
        ("{R3}", ns::R3),
        ("{R1}", ns::R1),
        ("{SN}", ns::SN),
        ("{C3}", ns::C3),
        ("{C1}", ns::C1),
        ("{DISPATCHER}", ns::DISPATCHER),
        ("{AUTHORITY}", ns::AUTHORITY),
    ]
    .iter()
    .fold(types.to_owned(), |text, (mark, value)| text.replace(mark, value));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wsdl:definitions name=\"{name}\" targetNamespace=\"{target}\" xmlns:t=\"{target}\" xmlns:e=\"{elements}\" \
         xmlns:f=\"{}\" xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" \
         xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n <wsdl:documentation>Brevdue sandbox: what a sender needs of this service; the other operations are answered as the official contract has them</wsdl:documentation>\n \
         <wsdl:types>{types}\n </wsdl:types>{messages}\n <wsdl:portType name=\"{name}Port\">{ports}\n </wsdl:portType>\n \
         <wsdl:binding name=\"{name}Binding\" type=\"t:{name}Port\">\n  <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>{bindings}\n \
         </wsdl:binding>\n <wsdl:service name=\"{name}\"><wsdl:port name=\"{name}Port\" binding=\"t:{name}Binding\"><soap:address location=\"{}\"/></wsdl:port></wsdl:service>\n</wsdl:definitions>\n",
        ns::C3,
        escape(address)
    )
}
