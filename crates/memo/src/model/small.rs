//! The small classes that describe persons, units, places and systems.

use crate::schema::classes;

classes! {
    /// A person.
    AttentionPerson("AttentionPerson", Memo) {
        /// The person's id; may be a personal number.
        opt person_id: String = leaf!("personID", Identifier);
        /// The person's name.
        opt label: String = leaf!("label", Text);
    }

    /// The unit that answers for the content.
    ContentResponsible("ContentResponsible", Memo) {
        /// Id of the unit.
        opt content_responsible_id: String = leaf!("contentResponsibleID", Text);
        /// Name of the unit.
        opt label: String = leaf!("label", Text);
    }

    /// The system that made the message.
    GeneratingSystem("GeneratingSystem", Memo) {
        /// Id of the system (E12).
        one generating_system_id: String = leaf!("generatingSystemID", Text).missing("E12");
        /// Name of the system.
        opt label: String = leaf!("label", Text);
    }

    /// An e-mail address.
    EMail("EMail", Memo) {
        /// The address.
        one email_address: String = leaf!("emailAddress", Text);
        /// Whose it is.
        opt related_agent: String = leaf!("relatedAgent", Text);
    }

    /// A telephone number.
    Telephone("Telephone", Memo) {
        /// The number.
        one telephone_number: String = leaf!("telephoneNumber", Text);
        /// Whose it is.
        opt related_agent: String = leaf!("relatedAgent", Text);
    }

    /// A production unit of a company.
    ProductionUnit("ProductionUnit", Grd) {
        /// P-number, at most ten digits (E5); kept as text because a leading zero must survive.
        one production_unit_number: String = leaf!("productionUnitNumber", PNumber);
        /// Name of the unit.
        opt production_unit_name: String = leaf!("productionUnitName", Text);
    }

    /// A GLN location.
    GlobalLocationNumber("GlobalLocationNumber", Gln) {
        /// GLN, at most thirteen digits (E5); kept as text because a leading zero must survive.
        one global_location_number: String = leaf!("globalLocationNumber", Gln);
        /// Name of the place.
        opt location: String = leaf!("location", Text);
    }

    /// An SE number (tax registration).
    SeNumber("SEnumber", Grd) {
        /// The number.
        one se_number: String = leaf!("seNumber", Text);
        /// Name of the company.
        opt company_name: String = leaf!("companyName", Text);
    }

    /// An employee's electronic id, opaque text (model §7.7).
    Eid("EID", Grd) {
        /// The id.
        one eid: String = leaf!("eID", Identifier);
        /// Its name.
        opt label: String = leaf!("label", Text);
    }

    /// A unit of the health organisation register.
    SorData("SORdata", Sor) {
        /// SOR identifier.
        one sor_identifier: String = leaf!("sorIdentifier", Text);
        /// Name of the entry.
        opt entry_name: String = leaf!("entryName", Text);
    }

    /// A structured address.
    Address("Address", Grd) {
        /// Id in the address register.
        opt id: String = leaf!("id", Text);
        /// Name of the road.
        opt address_label: String = leaf!("addressLabel", Text);
        /// House number with letter.
        opt house_number: String = leaf!("houseNumber", Text);
        /// Door or side.
        opt door: String = leaf!("door", Text);
        /// Floor.
        opt floor: String = leaf!("floor", Text);
        /// C/O name.
        opt co: String = leaf!("co", Text);
        /// Postcode.
        opt zip_code: String = leaf!("zipCode", Text);
        /// Town.
        opt city: String = leaf!("city", Text);
        /// Country.
        opt country: String = leaf!("country", Text);
        /// Where it lies.
        opt address_point: AddressPoint = cls!();
    }

    /// Coordinates of an address, as text.
    AddressPoint("AddressPoint", Grd) {
        /// Easting.
        opt geographic_easting_measure: String = leaf!("geographicEastingMeasure", Text);
        /// Northing.
        opt geographic_northing_measure: String = leaf!("geographicNorthingMeasure", Text);
        /// Height.
        opt geographic_height_measure: String = leaf!("geographicHeightMeasure", Text);
    }

    /// An address as one text.
    UnstructuredAddress("UnstructuredAddress", Grd) {
        /// The text.
        one unstructured: String = leaf!("unstructured", Text);
    }
}
