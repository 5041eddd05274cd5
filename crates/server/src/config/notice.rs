//! What a letter type may say about notices (B5, B10, B11).

use super::Config;
use letter::{LetterType, NoticeRule, ProtectionClass};

/// Longest text of a type's own notice: it must fit into a text message.
const TEXT_MAX_CHARS: usize = 160;

/// Checks one type; what is wrong continues a sentence that begins with the type.
pub(super) fn check(config: &Config, letter_type: &LetterType) -> Result<(), &'static str> {
    let wrong = Err;
    let text = letter_type.notice_text.as_deref().unwrap_or_default();
    match letter_type.notice {
        NoticeRule::Never => Ok(()),
        _ if config.notices.is_none() => wrong(": has notices, but there is no [notices] section"),
        NoticeRule::Neutral => Ok(()),
        NoticeRule::OwnText if letter_type.class != ProtectionClass::One => {
            wrong(": notice = \"own_text\" is for class 1 only; use \"neutral\" (B5)")
        }
        NoticeRule::OwnText if text.trim().is_empty() || text.chars().count() > TEXT_MAX_CHARS => {
            wrong(": notice_text must have 1 to 160 characters")
        }
        NoticeRule::OwnText if party::find_personal_numbers(text) => {
            wrong(": notice_text holds something like a personal number")
        }
        NoticeRule::OwnText => Ok(()),
    }
}
