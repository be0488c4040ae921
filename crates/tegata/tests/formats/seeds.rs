//! The seeds of the fuzz targets, which also hold inputs that once broke something, run with
//! every test run.

use std::path::Path;

use crate::given::try_read;

#[test]
fn every_seed_is_read_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for (target, at_least) in [
        ("tegata_json", 8),
        ("tegata_picture", 4),
        ("tegata_uris", 12),
        ("tegata_winauth_xml", 6),
        ("tegata_zip", 4),
    ] {
        let seeds = std::fs::read_dir(corpus.join(target)).unwrap();
        let read = seeds
            .map(|seed| std::fs::read(seed.unwrap().path()).unwrap())
            .filter(|bytes| {
                let plain = try_read(bytes, None);
                plain.is_ok() || try_read(bytes, Some("password")).is_ok()
            })
            .count();
        assert!(read >= at_least, "{target}: {read} are read");
    }
}
