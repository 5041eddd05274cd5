//! Sender, recipient, who is to be addressed there, and contact points.

use super::{
    Address, AttentionPerson, ContentResponsible, EMail, Eid, GeneratingSystem, GlobalLocationNumber,
    ProductionUnit, SeNumber, SorData, Telephone, UnstructuredAddress,
};
use crate::schema::classes;

classes! {
    /// The party that sends.
    Sender("Sender", Memo) {
        /// CPR (10 digits) or CVR (8 digits) number (D5, D6).
        one sender_id: String = leaf!("senderID", Identifier).missing("D1");
        /// `CPR` or `CVR` (D3, D4).
        one id_type: String = leaf!("idType", Text).missing("D3");
        /// 1.1 only (D7).
        opt id_type_label: String = leaf!("idTypeLabel", Text).only_1_1("D7");
        /// The name that the recipient sees (D2).
        one label: String = leaf!("label", Text).missing("D2");
        /// Who wrote, or whom to write back to (E1).
        opt attention_data: AttentionData = cls!();
        /// Where answers go (E9).
        opt contact_point: ContactPoint = cls!();
        /// The party that sends on the sender's behalf; 1.2 only (D8, D9).
        opt representative: Representative = cls!().only_1_2("D8").order("D9");
    }

    /// The party that receives.
    Recipient("Recipient", Memo) {
        /// CPR (10 digits) or CVR (8 digits) number (D5, D6).
        one recipient_id: String = leaf!("recipientID", Identifier).missing("D1");
        /// `CPR` or `CVR` (D3, D4).
        one id_type: String = leaf!("idType", Text).missing("D3");
        /// 1.1 only (D7).
        opt id_type_label: String = leaf!("idTypeLabel", Text).only_1_1("D7");
        /// The recipient's name.
        opt label: String = leaf!("label", Text);
        /// Narrows the addressee inside a company or authority (E1).
        opt attention_data: AttentionData = cls!();
        /// Contact point of an authority (E6).
        opt contact_point: ContactPoint = cls!();
    }

    /// The party that sends on behalf of the sender (1.2).
    Representative("Representative", Memo) {
        /// CPR or CVR number.
        one representative_id: String = leaf!("representativeID", Identifier).missing("D9").order("D9");
        /// `CPR` or `CVR`.
        one id_type: String = leaf!("idType", Text).missing("D9").order("D9");
        /// The representative's name.
        one label: String = leaf!("label", Text).missing("D9").order("D9");
    }

    /// Person, unit, place or system behind a party.
    AttentionData("AttentionData", Memo) {
        /// A person.
        opt attention_person: AttentionPerson = cls!();
        /// A production unit (P-number).
        opt production_unit: ProductionUnit = cls!();
        /// A GLN location.
        opt global_location_number: GlobalLocationNumber = cls!();
        /// An e-mail address.
        opt email: EMail = cls!();
        /// An SE number.
        opt se_number: SeNumber = cls!();
        /// A telephone number.
        opt telephone: Telephone = cls!();
        /// An employee's electronic id.
        opt eid: Eid = cls!();
        /// The unit that answers for the content (N6).
        opt content_responsible: ContentResponsible = cls!();
        /// The system that made the message.
        opt generating_system: GeneratingSystem = cls!();
        /// A unit of the health organisation register.
        opt sor_data: SorData = cls!();
        /// A structured address.
        opt address: Address = cls!();
        /// An address as one text.
        opt unstructured_address: UnstructuredAddress = cls!();
    }

    /// A mailbox entrance of an authority.
    ContactPoint("ContactPoint", Memo) {
        /// Group that the contact point belongs to.
        opt contact_group: String = leaf!("contactGroup", Text);
        /// Its id, a UUID of any version (E2, E3).
        one contact_point_id: String = leaf!("contactPointID", Text).missing("E2");
        /// Its name.
        opt label: String = leaf!("label", Text);
        /// What the sender was asked for, at most two (E4).
        many contact_info: ContactInfo = cls!().at_most(2).many("E4");
    }

    /// A value that a contact point asks its writers for.
    ContactInfo("ContactInfo", Memo) {
        /// The question.
        one label: String = leaf!("label", Text);
        /// The answer; may be a personal number.
        one value: String = leaf!("value", Identifier);
    }
}
