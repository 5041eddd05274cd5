//! What holds on every database.

mod blobs;
mod crash;
mod letter_types;
mod letters;
mod lists;
mod people;
mod quality;
mod queue;
mod receipts;
mod survey;
mod systems;
mod tasks;
mod vault;
