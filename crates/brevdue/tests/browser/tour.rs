//! Walking through the pages by their own links.

use crate::webdriver::Browser;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of addresses that are downloads, other sites' pages, or the way out.
const NOT_PAGES: [&str; 11] = [
    "/message",
    "/documents/",
    "/evidence",
    "/paper",
    "/toml",
    "/export",
    "/seen/",
    "/docs",
    "/sign-out",
    "lang=",
    "support",
];

/// Addresses of this site that the page links to, without downloads.
async fn links(browser: &Browser, base: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll('main a[href], nav.menu a[href], footer a[href]')]\
        .filter(each => !each.hasAttribute('download')).map(each => each.href.split('#')[0])";
    let found = browser.run(script).await;
    let all = found.as_array().unwrap().iter().filter_map(|link| link.as_str().map(str::to_owned));
    let ours = all.filter_map(|link| link.strip_prefix(base).map(str::to_owned));
    ours.filter(|path| !NOT_PAGES.iter().any(|part| path.contains(part))).collect()
}

/// The kind of page that an address shows: of its parts the first, the last, and how many there are.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        [first] => format!("/{first}"),
        [first, _] => format!("/{first}/*"),
        [first, .., last] => format!("/{first}/*/{last}"),
        [] => String::new(),
    }
}

/// Where everybody begins, last first: the front page, after the letter type of the demonstration that has versions and
/// can be changed; at the end what is not there.
const BEGIN: [&str; 4] = ["/letters/none", "/", "/types/dk-andet/edit", "/types/dk-andet"];

/// What has been walked to, and what is still to come.
#[derive(Default)]
pub(crate) struct Tour {
    seen: BTreeSet<String>,
    waiting: Vec<String>,
    of_kind: BTreeMap<String, usize>,
}

impl Tour {
    /// Somebody else begins.
    pub(crate) fn begin(&mut self) {
        self.seen.remove("/");
        self.of_kind.remove("/");
        self.waiting = BEGIN.map(str::to_owned).into();
    }

    /// Goes on to the next page of which less than `most` of its kind were seen.
    pub(crate) async fn next(
        &mut self,
        browser: &Browser,
        base: &str,
        most: impl Fn(&str) -> usize,
    ) -> Option<String> {
        while let Some(path) = self.waiting.pop() {
            let kind = kind(&path);
            let most = most(&kind);
            let shown = self.of_kind.entry(kind).or_default();
            if *shown < most && self.seen.insert(path.clone()) {
                *shown += 1;
                browser.go(&format!("{base}{path}")).await;
                let links = links(browser, base).await;
                self.waiting.extend(links.into_iter().rev());
                return Some(path);
            }
        }
        None
    }

    /// The kinds of pages that were seen.
    pub(crate) fn kinds(self) -> impl Iterator<Item = String> {
        self.of_kind.into_iter().filter(|(_, shown)| *shown > 0).map(|(kind, _)| kind)
    }
}
