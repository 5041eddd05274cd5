//! The print shop: jobs as the `paper` crate makes them.

mod common;

use std::path::Path;
use std::time::Duration;

use common::{number, pdf, stage, stage_in};
use paper::{Addressing, Colour, Limits, PrintJob, PrintOrder, number_in_metadata, print_job};
use party::{Country, PartyId};
use sandbox::{Acknowledgement, PrintStatus};

fn order(job_id: &str, addressing: Addressing) -> PrintOrder {
    PrintOrder {
        job_id: job_id.into(),
        letter_reference: "SAG-1".into(),
        sender: "Eksempel Kommune".into(),
        class: 2,
        colour: Colour::Monochrome,
        duplex: true,
        envelope: None,
        addressing,
    }
}

fn by_number(job_id: &str, country: Country, alias: &str) -> PrintJob {
    let recipient = PartyId::parse_wire(country, number(alias)).unwrap();
    print_job(&pdf("Afgørelse", 2), &order(job_id, Addressing::ByPrintShop { recipient }), &Limits::default())
        .unwrap()
}

/// As the gateway does it: files first, then the metadata by rename.
fn hand_in(folder: &Path, job: &PrintJob) {
    let name = |file: &str| folder.join(file);
    for file in &job.metadata.files {
        let cover = file.role == paper::JobFileRole::Cover;
        std::fs::write(name(&file.name), if cover { job.cover.as_ref().unwrap() } else { &job.pdf }).unwrap();
    }
    let id = &job.metadata.job_id;
    std::fs::write(name(&format!("{id}.json.part")), serde_json::to_vec(&job.metadata).unwrap()).unwrap();
    std::fs::rename(name(&format!("{id}.json.part")), name(&format!("{id}.json"))).unwrap();
}

async fn acknowledged(folder: &Path, job_id: &str) -> Acknowledgement {
    let path = folder.join("ack").join(format!("{job_id}.ack.json"));
    for _ in 0..250 {
        if let Ok(bytes) = std::fs::read(&path) {
            std::fs::remove_file(&path).unwrap();
            return serde_json::from_slice(&bytes).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{job_id} was not acknowledged");
}

async fn gone(path: &Path) {
    for _ in 0..100 {
        if !path.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} is still there", path.display());
}

#[tokio::test]
async fn a_job_is_printed_once_and_the_number_removed() {
    let stage = stage("").await;
    let folder = stage.running.print_folder().to_owned();
    let job = by_number("job-1", Country::Dk, "dk-exempt");
    assert!(number_in_metadata::read(&job.pdf, &Limits::default()).unwrap().is_some());
    hand_in(&folder, &job);
    let ack = acknowledged(&folder, "job-1").await;
    assert_eq!(
        (ack.status, ack.code.as_deref(), ack.pages as usize),
        (PrintStatus::Printed, None, job.metadata.pages)
    );
    gone(&folder.join("job-1.json")).await;
    let done = std::fs::read(folder.join("done/job-1.pdf")).unwrap();
    assert_eq!(number_in_metadata::read(&done, &Limits::default()).unwrap(), None);
    // Again under the same id: the same acknowledgement, no second envelope.
    hand_in(&folder, &job);
    assert_eq!(acknowledged(&folder, "job-1").await, ack);
    gone(&folder.join("job-1.json")).await;
    let data = stage.folder.clone();
    stage.running.stop().await;
    let stage = stage_in(data, "").await;
    hand_in(&folder, &job);
    assert_eq!(acknowledged(&folder, "job-1").await, ack);
    let totals = stage.running.deliveries().totals;
    assert_eq!((totals.printed, totals.doubled, totals.repeats_recognised), (1, 0, 2));
    let page = reqwest::get(stage.web("print")).await.unwrap().text().await.unwrap();
    assert!(page.contains("SAG-1") && page.contains("Åse Kjær") && !page.contains(number("dk-exempt")));
}

#[tokio::test]
async fn bad_jobs_are_rejected_with_a_code() {
    let stage = stage("").await;
    let folder = stage.running.print_folder().to_owned();
    let code = async |job: &PrintJob| {
        hand_in(&folder, job);
        let ack = acknowledged(&folder, &job.metadata.job_id).await;
        assert_eq!((ack.status, ack.pages), (PrintStatus::Rejected, 0));
        ack.code.unwrap()
    };
    assert_eq!(code(&by_number("no-address", Country::Se, "se-protected")).await, "address");
    let mut job = by_number("no-pdf", Country::Se, "se-declined");
    job.pdf = b"this is no PDF".to_vec();
    assert_eq!(code(&job).await, "pdf");
    let mut job = by_number("pages", Country::Se, "se-declined");
    job.metadata.files[0].pages += 1;
    assert_eq!(code(&job).await, "pages");
    let mut job = by_number("class", Country::Se, "se-declined");
    job.metadata.class = 4;
    assert_eq!(code(&job).await, "metadata");
    let mut job = by_number("number", Country::Se, "se-declined");
    job.pdf = pdf("Beslut", 2);
    assert_eq!(code(&job).await, "number");
    std::fs::write(folder.join("broken.json"), "{").unwrap();
    assert_eq!(acknowledged(&folder, "broken").await.code.as_deref(), Some("metadata"));
    std::fs::write(folder.join("a b.json"), "{}").unwrap();
    gone(&folder.join("a b.json")).await;
    let totals = stage.running.deliveries().totals;
    assert_eq!((totals.printed, totals.print_rejected), (0, 6));
}
