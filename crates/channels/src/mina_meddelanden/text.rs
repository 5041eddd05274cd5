//! The standing text of a message whose sender wrote none (D12).

/// A polite Swedish message that says who writes, what about and what is attached. `None` without attachments:
/// then there is nothing to send.
pub(super) fn naming_attachments(sender: &str, subject: &str, names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    let attached = if others.is_empty() {
        format!("Innehållet finns i bilagan {last}.")
    } else {
        format!("Innehållet finns i bilagorna {} och {last}.", others.join(", "))
    };
    Some(format!(
        "Hej!\n\n{sender} skickar dig ett meddelande: {subject}.\n\n{attached}\n\nVänliga hälsningar\n{sender}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::naming_attachments;

    #[test]
    fn names_what_is_attached() {
        let text = |names: &[&str]| naming_attachments("Sundsvalls kommun", "Beslut om förskoleplats", names);
        assert_eq!(text(&[]), None);
        let one = text(&["beslut.pdf"]).unwrap();
        assert!(
            one.starts_with(
                "Hej!\n\nSundsvalls kommun skickar dig ett meddelande: Beslut om förskoleplats.\n"
            )
        );
        assert!(one.contains("i bilagan beslut.pdf."));
        assert!(text(&["a.pdf", "b.pdf", "c.pdf"]).unwrap().contains("i bilagorna a.pdf, b.pdf och c.pdf."));
    }
}
