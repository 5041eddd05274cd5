//! The catalogue as a page of the handbook.

use crate::{Code, Language, Source, Text};

/// Headings and words of the page.
struct Words {
    title: &'static str,
    intro: &'static str,
    code: &'static str,
    what: &'static str,
    fix: &'static str,
    who: &'static str,
    again: &'static str,
    yes: &'static str,
    no: &'static str,
}

fn words(language: Language) -> Words {
    match language {
        Language::Da => Words {
            title: "Koder",
            intro: "Hver fejl og hændelse har én kode. Koden ændrer aldrig betydning; teksten kan blive bedre.",
            code: "Kode",
            what: "Hvad er der sket",
            fix: "Hvad gør man nu",
            who: "Hvem handler",
            again: "Prøv igen",
            yes: "ja",
            no: "nej",
        },
        Language::Sv => Words {
            title: "Koder",
            intro: "Varje fel och händelse har en kod. Kodens betydelse ändras aldrig; texten kan bli bättre.",
            code: "Kod",
            what: "Vad har hänt",
            fix: "Vad gör man nu",
            who: "Vem agerar",
            again: "Försök igen",
            yes: "ja",
            no: "nej",
        },
        Language::En => Words {
            title: "Codes",
            intro: "Every error and event has one code. A code never changes its meaning; its text may improve.",
            code: "Code",
            what: "What happened",
            fix: "What to do now",
            who: "Who acts",
            again: "Try again",
            yes: "yes",
            no: "no",
        },
    }
}

fn source_heading(source: Source) -> Text {
    match source {
        Source::Caller => {
            Text { da: "Fra afsendersystemet", sv: "Från avsändande system", en: "From the sending system" }
        }
        Source::Gateway => Text { da: "Fra Brevdue", sv: "Från Brevdue", en: "From Brevdue" },
        Source::Register => Text { da: "Fra registret", sv: "Från registret", en: "From the register" },
        Source::Operator => Text {
            da: "Fra postkassen og infrastrukturen",
            sv: "Från brevlådan och infrastrukturen",
            en: "From the mailbox and the infrastructure",
        },
        Source::Printer => Text { da: "Fra printtjenesten", sv: "Från utskriften", en: "From printing" },
        Source::Recipient => Text { da: "Fra modtageren", sv: "Från mottagaren", en: "From the recipient" },
    }
}

/// The whole catalogue as Markdown in `language`: one table per source, codes in alphabetical order.
///
/// ```
/// let page = catalogue::markdown(catalogue::Language::Da);
/// assert!(page.contains("| `recipient_missing` |"));
/// ```
pub fn markdown(language: Language) -> String {
    let w = words(language);
    let mut page = format!("# {}\n\n{}\n", w.title, w.intro);
    for &source in Source::ALL {
        let mut codes: Vec<Code> =
            Code::all().iter().copied().filter(|code| code.entry().source == source).collect();
        codes.sort_unstable_by_key(|code| code.as_str());
        page.push_str(&format!("\n## {}\n\n", source_heading(source).get(language)));
        page.push_str(&format!("| {} | {} | {} | {} | {} |\n", w.code, w.what, w.fix, w.who, w.again));
        page.push_str("|---|---|---|---|---|\n");
        for code in codes {
            let entry = code.entry();
            page.push_str(&format!(
                "| `{code}` | {} | {} | {} | {} |\n",
                cell(entry.what.get(language)),
                cell(entry.fix.get(language)),
                entry.owner.title().get(language),
                if entry.retryable { w.yes } else { w.no },
            ));
        }
    }
    page
}

/// A text that must not end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
