//! Reads the tables of `docs/requirements.md` and `docs/security-requirements.md`.

use std::collections::BTreeSet;

use crate::ids::{Family, Id};

/// Everything promised, in the order of the page.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The sections that hold promises.
    pub sections: Vec<Section>,
}

/// One heading of the page and the promises under it.
#[derive(Debug)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// Its promises.
    pub promises: Vec<Promise>,
}

/// One row.
#[derive(Debug)]
pub struct Promise {
    /// Its ID.
    pub id: Id,
    /// The second cell: the promise itself, or the clause of a standard.
    pub clause: String,
    /// The last cell: the capability that shows it, or by whom it is held.
    pub capability: String,
}

impl Catalogue {
    /// Reads the page: `## ` headings, and table rows whose first cell is an ID and whose last
    /// names the capability. Everything else is prose.
    pub fn parse(page: &str) -> Self {
        let mut catalogue = Self::default();
        for line in page.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                catalogue.sections.push(Section {
                    title: title.trim().to_owned(),
                    promises: Vec::new(),
                });
            } else if let (Some(promise), Some(section)) =
                (promise(line), catalogue.sections.last_mut())
            {
                section.promises.push(promise);
            }
        }
        catalogue
            .sections
            .retain(|section| !section.promises.is_empty());
        catalogue
    }

    /// Whether the ID is promised.
    pub fn has(&self, id: &Id) -> bool {
        self.promises().any(|promise| promise.id == *id)
    }

    /// All promises, in the order of the page.
    pub fn promises(&self) -> impl Iterator<Item = &Promise> {
        self.sections.iter().flat_map(|section| &section.promises)
    }
}

/// The families of all pages, longest name first, so that no name hides a longer one.
pub fn families(catalogues: &[&Catalogue]) -> Vec<Family> {
    let families: BTreeSet<Family> = catalogues
        .iter()
        .flat_map(|catalogue| catalogue.promises())
        .map(|promise| promise.id.family.clone())
        .collect();
    let mut families: Vec<Family> = families.into_iter().collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.0.len()));
    families
}

fn promise(line: &str) -> Option<Promise> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = inner.split('|').map(str::trim);
    let id = Id::parse(cells.next()?)?;
    Some(Promise {
        id,
        clause: cells.next()?.to_owned(),
        capability: cells.next_back()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_ids_are_read_and_the_rest_is_prose() {
        let catalogue = Catalogue::parse(
            "# Requirements\n| LOGIN-9 | before any section | no |\n## LOGIN: the gate\nprose LOGIN-3\n\
             | ID | Promise | Shown by |\n|---|---|---|\n| LOGIN-1 | a `b` | First day |\n\
             ## Empty\n## APP-GA: app\n| APP-GA-1 | x | Tegata |\n",
        );
        let rows: Vec<(String, &str)> = catalogue
            .promises()
            .map(|p| (p.id.to_string(), p.capability.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("LOGIN-1".to_owned(), "First day"),
                ("APP-GA-1".to_owned(), "Tegata")
            ]
        );
        assert_eq!(catalogue.sections.len(), 2);
        assert!(catalogue.has(&Id::parse("APP-GA-1").unwrap()));
        assert!(!catalogue.has(&Id::parse("LOGIN-9").unwrap()));
    }

    #[test]
    fn the_catalogue_of_this_repository_has_every_promise_once() {
        let pages = [
            (include_str!("../../../../../docs/requirements.md"), 206),
            (
                include_str!("../../../../../docs/security-requirements.md"),
                104,
            ),
        ];
        for (page, number) in pages {
            let catalogue = Catalogue::parse(page);
            let ids: Vec<&Id> = catalogue.promises().map(|promise| &promise.id).collect();
            let distinct: BTreeSet<&Id> = ids.iter().copied().collect();
            assert_eq!(ids.len(), distinct.len());
            assert_eq!(ids.len(), number);
        }
    }
}
