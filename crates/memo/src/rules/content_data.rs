//! Section F: what the message is about.

use super::row::{freedom, structure, warning};
use super::subject::HEADER;
use super::{Out, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    structure(
        "F1",
        "ContentData har højst én af hver klasse.",
        "ContentData har högst en av varje klass.",
        "ContentData has at most one of each class.",
    ),
    structure(
        "F2",
        "CPRdata, CVRdata, PropertyNumber, ProductionUnit og Address står i grd, MotorVehicle i dmv.",
        "CPRdata, CVRdata, PropertyNumber, ProductionUnit och Address står i grd, MotorVehicle i dmv.",
        "CPRdata, CVRdata, PropertyNumber, ProductionUnit and Address stand in grd, MotorVehicle in dmv.",
    ),
    structure(
        "F3",
        "Nummerpladen er højst 7 tegn.",
        "Registreringsnumret är högst 7 tecken.",
        "The licence plate has at most 7 characters.",
    ),
    structure(
        "F4",
        "Der er højst ti AdditionalContentData.",
        "Det finns högst tio AdditionalContentData.",
        "There are at most ten AdditionalContentData.",
    ),
    structure(
        "F5",
        "KLEdata og FORMdata har nøgle, version og navn.",
        "KLEdata och FORMdata har nyckel, version och namn.",
        "KLEdata and FORMdata have key, version and label.",
    ),
    warning(
        "F6",
        "KLE-emnet skrives NN.NN.NN og facetten som ét bogstav og to cifre.",
        "KLE-ämnet skrivs NN.NN.NN och facetten som en bokstav och två siffror.",
        "The KLE subject is written NN.NN.NN and the facet as one letter and two digits.",
    )
    .judged_by(kle_is_well_written),
    structure(
        "F7",
        "CaseID har både caseID og caseSystem.",
        "CaseID har både caseID och caseSystem.",
        "CaseID has both caseID and caseSystem.",
    ),
    freedom(
        "F8",
        "ContentData behøver ikke at gentage modtageren.",
        "ContentData behöver inte upprepa mottagaren.",
        "ContentData need not repeat the recipient.",
    ),
    warning(
        "F9",
        "UnstructuredAddress står alene, ikke sammen med Address.",
        "UnstructuredAddress står ensam, inte tillsammans med Address.",
        "UnstructuredAddress stands alone, not together with Address.",
    )
    .judged_by(one_kind_of_address),
];

fn kle_is_well_written(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(kle) = subject.header().content_data.as_ref().and_then(|c| c.kle_data.as_ref()) else { return };
    let path = format!("{HEADER}/memo:ContentData/kle:KLEdata");
    let missing = kle.subject_key.is_empty() && out.notes.has("F5", &path);
    if !is_subject(&kle.subject_key) && !missing {
        out.at(format!("{path}/kle:subjectKey"), "a KLE subject is written NN.NN.NN, such as 32.03.12");
    }
    if kle.activity_facet.as_ref().is_some_and(|facet| !is_facet(facet)) {
        out.at(format!("{path}/kle:activityFacet"), "a KLE facet is one letter and two digits, such as G01");
    }
}

fn is_subject(text: &str) -> bool {
    text.len() == 8
        && text.bytes().enumerate().all(|(i, b)| if i % 3 == 2 { b == b'.' } else { b.is_ascii_digit() })
}

fn is_facet(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase() || matches!(c, 'Æ' | 'Ø' | 'Å'));
    letter && chars.clone().count() == 2 && chars.all(|c| c.is_ascii_digit())
}

fn one_kind_of_address(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let attention = |party, data: Option<&crate::model::AttentionData>| {
        (party, data.is_some_and(|d| d.address.is_some() && d.unstructured_address.is_some()))
    };
    let content = header.content_data.as_ref();
    for (holder, both) in [
        attention("Sender/memo:AttentionData", header.sender.attention_data.as_ref()),
        attention("Recipient/memo:AttentionData", header.recipient.attention_data.as_ref()),
        ("ContentData", content.is_some_and(|d| d.address.is_some() && d.unstructured_address.is_some())),
    ] {
        if both {
            out.at(
                format!("{HEADER}/memo:{holder}/grd:UnstructuredAddress"),
                "there is an Address as well; keep one",
            );
        }
    }
}
