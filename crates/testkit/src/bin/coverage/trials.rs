//! Reads `docs/security-trials.md`: which defences were taken out by hand, and what failed then.

use std::collections::BTreeMap;

use crate::ids::Id;

/// One trial.
#[derive(Debug, PartialEq, Eq)]
pub struct Trial {
    /// What was taken out.
    pub taken_out: String,
    /// The names of the tests that failed.
    pub failed: Vec<String>,
}

/// The trials of each ID: rows `| ID | taken out | `test`, `test` |`.
pub fn parse(page: &str) -> BTreeMap<Id, Vec<Trial>> {
    let mut trials: BTreeMap<Id, Vec<Trial>> = BTreeMap::new();
    for (id, trial) in page.lines().filter_map(row) {
        trials.entry(id).or_default().push(trial);
    }
    trials
}

fn row(line: &str) -> Option<(Id, Trial)> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = inner.split('|').map(str::trim);
    let id = Id::parse(cells.next()?)?;
    let taken_out = cells.next()?.to_owned();
    let failed = cells.next()?.split(", ");
    let failed = failed.map(|name| name.trim_matches('`').to_owned());
    Some((
        id,
        Trial {
            taken_out,
            failed: failed.collect(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_an_id_may_have_several() {
        let trials = parse(
            "# Trials\n| ID | Taken out | Failed |\n|---|---|---|\n\
             | ATK-1 | the wall | `a`, `b` |\n| ATK-1 | the gate | `c` |\n",
        );
        let of: Vec<(&str, Vec<&str>)> = trials[&Id::parse("ATK-1").unwrap()]
            .iter()
            .map(|trial| {
                let failed = trial.failed.iter().map(String::as_str).collect();
                (trial.taken_out.as_str(), failed)
            })
            .collect();
        assert_eq!(of, [("the wall", vec!["a", "b"]), ("the gate", vec!["c"])]);
    }
}
