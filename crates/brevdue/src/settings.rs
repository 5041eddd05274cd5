//! What holds for every command: format, language, configuration file.

use std::path::{Path, PathBuf};

use catalogue::Language;
use clap::ValueEnum;

/// How data is written to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
    /// A page for browsers.
    Html,
}

/// Language of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Danish
    Da,
    /// Swedish
    Sv,
    /// English
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Da => Language::Da,
            Lang::Sv => Language::Sv,
            Lang::En => Language::En,
        }
    }
}

/// Options that every command takes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Output: text for people, json for programs (one object per line), html for a page (`memo show`)
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "Global options")]
    format: Format,
    /// Configuration file [default: brevdue.toml]
    #[arg(long, global = true, value_name = "FILE", env = "BREVDUE_CONFIG", help_heading = "Global options")]
    config: Option<PathBuf>,
    /// Language of the texts [default: from LANG]
    #[arg(long, global = true, value_enum, help_heading = "Global options")]
    lang: Option<Lang>,
}

/// The same, settled.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Output format.
    pub(crate) format: Format,
    /// Language of the texts.
    pub(crate) language: Language,
    config: Option<PathBuf>,
}

impl Settings {
    /// The configuration file to read.
    pub(crate) fn config(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new("brevdue.toml"))
    }

    /// Whether the user named the file; then it must exist.
    pub(crate) fn config_is_named(&self) -> bool {
        self.config.is_some()
    }
}

impl From<GlobalArgs> for Settings {
    fn from(args: GlobalArgs) -> Settings {
        let language = args.lang.map_or_else(language_of_environment, Language::from);
        Settings { format: args.format, language, config: args.config }
    }
}

/// The first of the locale variables that is set decides, as in POSIX.
fn language_of_environment() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    Language::preferred(&locale.unwrap_or_default())
}
