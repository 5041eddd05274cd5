//! What a message is about.

use super::{Address, ProductionUnit, UnstructuredAddress};
use crate::schema::classes;

classes! {
    /// What the letter is about; it need not repeat the recipient (F8). At most one of each (F1).
    ContentData("ContentData", Memo) {
        /// A person.
        opt cpr_data: CprData = cls!().many("F1").namespace("F2");
        /// A company.
        opt cvr_data: CvrData = cls!().many("F1").namespace("F2");
        /// A vehicle.
        opt motor_vehicle: MotorVehicle = cls!().many("F1").namespace("F2");
        /// A property.
        opt property_number: PropertyNumber = cls!().many("F1").namespace("F2");
        /// A case (N2).
        opt case_id: CaseId = cls!().many("F1");
        /// A KLE subject (N1).
        opt kle_data: KleData = cls!().many("F1");
        /// A FORM task.
        opt form_data: FormData = cls!().many("F1");
        /// A production unit.
        opt production_unit: ProductionUnit = cls!().many("F1").namespace("F2");
        /// An education.
        opt education: Education = cls!().many("F1");
        /// A place.
        opt address: Address = cls!().many("F1").namespace("F2");
        /// A place as one text.
        opt unstructured_address: UnstructuredAddress = cls!().many("F1");
        /// At most ten further values (F4).
        many additional: AdditionalContentData = cls!().at_most(10).many("F4");
    }

    /// A person.
    CprData("CPRdata", Grd) {
        /// CPR number.
        one cpr_number: String = leaf!("cprNumber", Identifier);
        /// Name.
        opt name: String = leaf!("name", Text);
    }

    /// A company.
    CvrData("CVRdata", Grd) {
        /// CVR number.
        one cvr_number: String = leaf!("cvrNumber", Text);
        /// Name.
        opt company_name: String = leaf!("companyName", Text);
    }

    /// A vehicle.
    MotorVehicle("MotorVehicle", Dmv) {
        /// Licence plate, at most seven characters (F3).
        one license_number: String = leaf!("licenseNumber", LicenseNumber);
        /// Chassis number.
        opt chassis_number: String = leaf!("chassisNumber", Text);
    }

    /// A property.
    PropertyNumber("PropertyNumber", Grd) {
        /// The number.
        one property_number: String = leaf!("propertyNumber", Text);
    }

    /// A case in a case system (F7).
    CaseId("CaseID", Memo) {
        /// Id of the case.
        one case_id: String = leaf!("caseID", Text).missing("F7");
        /// The system that holds it.
        one case_system: String = leaf!("caseSystem", Text).missing("F7");
    }

    /// A subject of the KLE classification (F5, F6).
    KleData("KLEdata", Kle) {
        /// Subject, `NN.NN.NN`.
        one subject_key: String = leaf!("subjectKey", Text).missing("F5");
        /// Version of the classification.
        one version: String = leaf!("version", Text).missing("F5");
        /// Facet, a letter and two digits.
        opt activity_facet: String = leaf!("activityFacet", Text);
        /// Name of the subject.
        one label: String = leaf!("label", Text).missing("F5");
    }

    /// A task of the FORM reference model (F5).
    FormData("FORMdata", Form) {
        /// Task key.
        one task_key: String = leaf!("taskKey", Text).missing("F5");
        /// Version of the model.
        one version: String = leaf!("version", Text).missing("F5");
        /// Facet.
        opt activity_facet: String = leaf!("activityFacet", Text);
        /// Name of the task.
        one label: String = leaf!("label", Text).missing("F5");
    }

    /// An education.
    Education("Education", Udd) {
        /// Code.
        one education_code: String = leaf!("educationCode", Text);
        /// Name.
        opt education_name: String = leaf!("educationName", Text);
    }

    /// A further value of the sender's own.
    AdditionalContentData("AdditionalContentData", Memo) {
        /// Kind of value.
        opt content_data_type: String = leaf!("contentDataType", Text);
        /// Name of the value.
        one content_data_name: String = leaf!("contentDataName", Text);
        /// The value.
        one content_data_value: String = leaf!("contentDataValue", Text);
    }
}
