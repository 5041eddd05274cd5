//! Section X: rules of our own. Digital Post restricts HTML letters further than its public texts say; what these
//! rules refuse no letter needs.

use super::row::{error, warning};
use super::{Out, Rule, Subject};
use html::Kind;

pub(super) const RULES: &[Rule] = &[
    error(
        "X1",
        "Et brev i HTML henter intet udefra, beder ikke om indtastning, fører ikke læseren væk og er højst 4 MB.",
        "Ett brev i HTML hämtar inget utifrån, ber inte om inmatning, leder inte bort läsaren och är högst 4 MB.",
        "A letter in HTML fetches nothing, asks for no input, does not lead the reader away and has at most 4 MB.",
    )
    .policy()
    .judged_by(html_keeps_still),
    warning(
        "X2",
        "En tekst er i UTF-8, eller encodingFormat nævner dens tegnsæt (charset).",
        "En text är i UTF-8, eller så anger encodingFormat dess teckenuppsättning (charset).",
        "A text is in UTF-8, or encodingFormat names its character set (charset).",
    )
    .policy()
    .judged_by(characters_are_told),
];

fn html_keeps_still(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, _) in subject.files() {
        let Some(facts) = subject.inspection(&document, index) else { continue };
        let path = || document.file(index, "content");
        for problem in facts.html.iter().filter(|problem| problem.kind != Kind::Runs) {
            out.at(path(), format!("{}; take it out or send a PDF", problem.text));
        }
        if facts.unread_html {
            out.at(path(), "the HTML is too large to be looked through; send a PDF");
        }
    }
}

fn characters_are_told(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, _) in subject.files() {
        if subject.inspection(&document, index).is_some_and(|facts| facts.unclear_text) {
            out.at(
                document.file(index, "content"),
                "the text is not UTF-8 and names no other character set; letters like æ, ø and å may be lost",
            );
        }
    }
}
