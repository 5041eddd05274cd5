//! Our own descriptions of the two services, written for this project from the tables of the contracts.
//!
//! They name what the services take and give. Signatures are left open (`xsd:any`), because a client writes them with
//! its signature library and not out of a description.

const SCHEMAS_COMMON: &str = include_str!("message.xml");

const SCHEMAS_NOTIFICATION: &str = include_str!("notification.xml");

/// The description of `Message/v3`.
pub(super) fn message(address: &str) -> String {
    let operations = ["distributeSecure", "checkDistributionStatus"];
    write("Message", mina::ns::M3, SCHEMAS_COMMON.to_owned(), &operations, address)
}

/// The description of `Notification/v3`.
pub(super) fn notification(address: &str) -> String {
    let types = format!("{SCHEMAS_COMMON}{SCHEMAS_NOTIFICATION}");
    write("Notification", mina::ns::N3, types, &["distribute", "checkDistributionStatus"], address)
}

fn write(name: &str, elements: &str, types: String, operations: &[&str], address: &str) -> String {
    let target = format!("http://minameddelanden.gov.se/{name}");
    let messages: String = operations
        .iter()
        .map(|operation| {
            format!(
                "\n <wsdl:message name=\"{operation}\"><wsdl:part name=\"parameters\" element=\"e:{operation}\"/></wsdl:message>\
                 \n <wsdl:message name=\"{operation}Response\"><wsdl:part name=\"parameters\" element=\"e:{operation}Response\"/></wsdl:message>"
            )
        })
        .collect();
    let ports: String = operations
        .iter()
        .map(|operation| {
            format!(
                "\n  <wsdl:operation name=\"{operation}\"><wsdl:input message=\"t:{operation}\"/><wsdl:output message=\"t:{operation}Response\"/>\
                 <wsdl:fault name=\"fault\" message=\"t:applicationFault\"/></wsdl:operation>"
            )
        })
        .collect();
    let bindings: String = operations
        .iter()
        .map(|operation| {
            format!(
                "\n  <wsdl:operation name=\"{operation}\"><soap:operation soapAction=\"\"/><wsdl:input><soap:body use=\"literal\"/></wsdl:input>\
                 <wsdl:output><soap:body use=\"literal\"/></wsdl:output><wsdl:fault name=\"fault\"><soap:fault name=\"fault\" use=\"literal\"/></wsdl:fault></wsdl:operation>"
            )
        })
        .collect();
    let ns = |local: &str| format!("http://minameddelanden.gov.se/schema/{local}");
    let types = with_imports(&types);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wsdl:definitions name=\"{name}\" targetNamespace=\"{target}\" xmlns:t=\"{target}\" xmlns:e=\"{elements}\" \
         xmlns:r1=\"{}\" xmlns:sn=\"{}\" xmlns:m1=\"{}\" xmlns:m2=\"{}\" xmlns:m3=\"{}\" xmlns:om3=\"{}\" xmlns:n2=\"{}\" xmlns:n3=\"{}\" xmlns:f=\"{}\" \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" \
         xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n \
         <wsdl:documentation>Brevdue as dispatcher of Mina meddelanden: {name}, version 3</wsdl:documentation>\n \
         <wsdl:types>{types}\n </wsdl:types>{messages}\
         \n <wsdl:message name=\"applicationFault\"><wsdl:part name=\"fault\" element=\"f:applicationFault\"/></wsdl:message>\
         \n <wsdl:portType name=\"{name}Port-v3\">{ports}\n </wsdl:portType>\n \
         <wsdl:binding name=\"{name}Binding-v3\" type=\"t:{name}Port-v3\">\n  <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>{bindings}\n \
         </wsdl:binding>\n <wsdl:service name=\"{name}\"><wsdl:port name=\"{name}Port-v3\" binding=\"t:{name}Binding-v3\"><soap:address location=\"{}\"/></wsdl:port></wsdl:service>\n</wsdl:definitions>\n",
        ns("Recipient"),
        ns("Sender"),
        ns("Message"),
        ns("Message/v2"),
        ns("Message/v3"),
        ns("OfficialMatter/v3"),
        ns("Notification/v2"),
        ns("Notification/v3"),
        ns("Common/v3"),
        escape(address)
    )
}

/// Namespaces that the schemas above use of each other: each imports all but its own.
const NAMESPACES: [&str; 7] =
    ["Recipient", "Sender", "Message", "Message/v2", "Message/v3", "OfficialMatter/v3", "Notification/v2"];

fn with_imports(types: &str) -> String {
    let mut out = String::with_capacity(types.len() * 2);
    for line in types.lines() {
        out.push_str(line);
        out.push('\n');
        let Some(rest) = line.trim().strip_prefix("<xsd:schema targetNamespace=\"") else { continue };
        let own = rest.split('"').next().unwrap_or_default();
        for local in NAMESPACES {
            let other = format!("http://minameddelanden.gov.se/schema/{local}");
            let present = types.contains(&format!("targetNamespace=\"{other}\""));
            if present && other != own {
                out.push_str(&format!("   <xsd:import namespace=\"{other}\"/>\n"));
            }
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
