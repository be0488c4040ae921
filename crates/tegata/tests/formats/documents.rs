//! What `docs/authenticators.md` promises to answer.

use std::path::Path;

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join("docs/authenticators.md")).unwrap()
}

fn ids() -> Vec<String> {
    let of = |prefix: &str, count: u32| {
        let prefix = prefix.to_owned();
        (1..=count).map(move |number| format!("{prefix}-{number}"))
    };
    of("APP-AUTH", 8)
        .chain(of("APP-WIN", 9))
        .chain(of("APP-OTPM", 8))
        .chain(of("APP-GA", 7))
        .chain(of("MIG", 10))
        .collect()
}

/// Shows APP-AUTH-1..8, APP-WIN-1..9, APP-OTPM-1..8, APP-GA-1..7, MIG-1..10: every operation of
/// the four apps has a row that says what it is in Tegata, or why none is needed.
#[test]
fn every_operation_of_the_four_apps_is_answered() {
    let page = page();
    let ids = ids();
    assert_eq!(ids.len(), 42);
    for id in ids {
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| {id} |")));
        let row = row.unwrap_or_else(|| panic!("{id} has no row"));
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
    }
}
