//! A disk that fails at every byte and every step: the vault is the old or the new one.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use tegata::vault::file::{Disk, Durable, FileError, SystemDisk, VaultFile};

const OLD: &[u8] = b"the old vault, of some length";
const NEW: &[u8] = b"the new vault, which is longer than the old one was";
const OLDER: &[u8] = b"the one before";

/// Fails after so many bytes, or at the n-th step.
struct Failing {
    bytes: Rc<Cell<usize>>,
    steps: Cell<usize>,
    has_links: bool,
}

struct FailingFile {
    file: Box<dyn Durable>,
    bytes: Rc<Cell<usize>>,
}

fn full() -> io::Error {
    io::ErrorKind::StorageFull.into()
}

impl Failing {
    fn step(&self) -> io::Result<()> {
        let left = self.steps.get().checked_sub(1).ok_or_else(full)?;
        self.steps.set(left);
        Ok(())
    }
}

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.bytes.get());
        if fits == 0 && !bytes.is_empty() {
            return Err(full());
        }
        self.bytes.set(self.bytes.get() - fits);
        self.file.write(&bytes[..fits])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Durable for FailingFile {
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync()
    }
}

impl Disk for Failing {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Durable>> {
        self.step()?;
        Ok(Box::new(FailingFile {
            file: SystemDisk.create(path)?,
            bytes: Rc::clone(&self.bytes),
        }))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.has_links {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.step()?;
        SystemDisk.link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.sync_folder(folder)
    }
}

/// Writes [`NEW`] over [`OLD`] on a disk with these limits; says whether that succeeded.
fn try_it(bytes: usize, steps: usize, has_links: bool) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = VaultFile::at(&folder.path().join("vault"));
    let writer = file.lock(false).unwrap();
    writer.create(OLDER, &SystemDisk).unwrap();
    writer.replace(OLD, &SystemDisk).unwrap();
    let disk = Failing {
        bytes: Rc::new(Cell::new(bytes)),
        steps: Cell::new(steps),
        has_links,
    };
    let result = writer.replace(NEW, &disk);
    let there = file.read().unwrap();
    let previous = std::fs::read(file.previous()).unwrap();
    let context = format!("{bytes} bytes, {steps} steps, links {has_links}: {result:?}");
    match (&result, there.as_slice()) {
        // Or renamed, and then the folder could not be made durable.
        (Ok(()) | Err(_), NEW) => assert_eq!(previous, OLD, "{context}"),
        (Err(_), OLD) => {
            assert!(previous == OLDER || previous == OLD, "{context}");
        }
        other => panic!("a third vault: {other:?} {context}"),
    }
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["vault", "vault.lock", "vault.previous"],
        "{context}"
    );
    // The next write succeeds, whatever was left.
    writer.replace(NEW, &SystemDisk).unwrap();
    assert_eq!(file.read().unwrap(), NEW);
    result.is_ok()
}

#[test]
fn a_disk_that_fills_up_at_any_byte_leaves_the_old_vault() {
    for has_links in [true, false] {
        let needed = NEW.len() + if has_links { 0 } else { OLD.len() };
        for bytes in 0..needed {
            assert!(!try_it(bytes, 100, has_links), "{bytes}");
        }
        assert!(try_it(needed, 100, has_links));
    }
}

#[test]
fn a_disk_that_fails_at_any_step_leaves_the_old_or_the_new_vault() {
    for has_links in [true, false] {
        let succeeding = (0..20).find(|steps| try_it(1000, *steps, has_links));
        assert_eq!(succeeding, Some(5), "create, link, twice rename, sync");
    }
}

#[test]
fn a_vault_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = VaultFile::at(&folder.path().join("vault"));
    let writer = file.lock(false).unwrap();
    for bytes in 0..NEW.len() {
        let disk = Failing {
            bytes: Rc::new(Cell::new(bytes)),
            steps: Cell::new(100),
            has_links: true,
        };
        assert!(writer.create(NEW, &disk).is_err());
        assert!(matches!(file.read(), Err(FileError::Missing)), "{bytes}");
    }
    writer.create(NEW, &SystemDisk).unwrap();
    let again = writer.create(OLD, &SystemDisk);
    assert!(matches!(again, Err(FileError::Exists)), "{again:?}");
    assert_eq!(file.read().unwrap(), NEW);
}

#[test]
fn one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = VaultFile::at(&folder.path().join("vault"));
    let writer = file.lock(false).unwrap();
    assert!(matches!(file.lock(false), Err(FileError::InUse)));
    drop(writer);
    assert!(file.lock(false).is_ok());
}
