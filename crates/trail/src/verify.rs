//! The check of a chain: rows in order against signed checkpoints, in one pass.

use crate::checkpoint::{Checkpoint, Kind, Statement};
use crate::row::{Link, Row, START};
use ed25519_dalek::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Rows younger than this must not have been removed: 365 days in microseconds (PCI DSS 10.5.1).
const KEPT: i64 = 365 * 86_400 * 1_000_000;

/// So many findings are told; a chain that is broken everywhere need not fill the disk.
const MOST_FINDINGS: usize = 100;

/// Something that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A field of the row, or the row as a whole, is not what was sealed in this place.
    Changed(u64),
    /// The remark is not the one that was sealed.
    RemarkChanged(u64),
    /// Rows are gone from the middle, both ends included.
    Missing(u64, u64),
    /// Rows are gone from the end, both ends included: a checkpoint covers them.
    TailMissing(u64, u64),
    /// A row stands where it does not belong, or twice.
    OutOfOrder(u64),
    /// Rows behind the last checkpoint: nobody vouches for them.
    Unsigned(u64),
    /// The rows agree with each other, but not with what the checkpoint of this number signed.
    Rewritten(u64),
    /// Two signed checkpoints of this number say different things.
    Forked(u64),
    /// A checkpoint's signature is wrong.
    BadSignature(u64),
    /// A checkpoint is signed with a key that is none of the given ones.
    UnknownKey(u64),
    /// Rows were removed before their time, by the checkpoint of this number.
    RemovedTooEarly(u64),
    /// No line that can be read, by file and number of the line.
    Unreadable(String, u64),
    /// There is no checkpoint at all.
    NoCheckpoint,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(seq) => write!(f, "row {seq} is not the one that was sealed here"),
            Self::RemarkChanged(seq) => write!(f, "the remark of row {seq} was changed"),
            Self::Missing(from, to) => write!(f, "rows {from} to {to} are missing"),
            Self::TailMissing(from, to) => {
                write!(
                    f,
                    "rows {from} to {to} at the end are missing: they were sealed"
                )
            }
            Self::OutOfOrder(seq) => write!(f, "row {seq} stands in a wrong place, or twice"),
            Self::Unsigned(seq) => write!(f, "row {seq} lies behind the last checkpoint"),
            Self::Rewritten(number) => {
                write!(
                    f,
                    "the rows are not those that checkpoint {number} was signed over"
                )
            }
            Self::Forked(number) => {
                write!(
                    f,
                    "there are two different checkpoints {number}, both signed"
                )
            }
            Self::BadSignature(number) => {
                write!(f, "the signature of checkpoint {number} is wrong")
            }
            Self::UnknownKey(number) => {
                write!(
                    f,
                    "checkpoint {number} is signed with a key that was not given"
                )
            }
            Self::RemovedTooEarly(number) => {
                write!(f, "checkpoint {number} removed rows younger than 365 days")
            }
            Self::Unreadable(file, line) => write!(f, "{file}, line {line}: cannot be read"),
            Self::NoCheckpoint => write!(f, "there is no checkpoint"),
        }
    }
}

/// Something that is in order and worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Rows up to this one were removed because their time was over.
    BeginsAfter(u64),
    /// The remarks of so many rows were erased.
    Erased(u64),
    /// A backup was put back: the number of the checkpoint that says so, its moment in microseconds,
    /// and the rows that were signed before and are lost, both ends included, if any are known of.
    Restored(u64, i64, Option<(u64, u64)>),
    /// A line of a checkpoint file was cut off when it was written, by file and number.
    TornLine(String, u64),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeginsAfter(seq) => write!(
                f,
                "rows 1 to {seq} were removed after their time; the chain begins with row {}",
                seq.saturating_add(1)
            ),
            Self::Erased(rows) => write!(f, "the remarks of {rows} rows were erased"),
            Self::Restored(number, at, lost) => {
                write!(
                    f,
                    "checkpoint {number}: a backup was put back at {at} \
                     (microseconds since 1970)"
                )?;
                match lost {
                    Some((from, to)) => {
                        write!(f, "; what was signed before as rows {from} to {to} is lost")
                    }
                    None => Ok(()),
                }
            }
            Self::TornLine(file, line) => write!(f, "{file}, line {line}: cut off"),
        }
    }
}

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many rows were read.
    pub rows: u64,
    /// How many different signed checkpoints there were.
    pub checkpoints: u64,
    /// The last row that a checkpoint covers.
    pub proven_to: u64,
    /// When the newest checkpoint was signed, in microseconds since 1970-01-01T00:00:00Z.
    pub proven_at: Option<i64>,
    /// What is not as it was sealed, the first hundred.
    pub findings: Vec<Finding>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

impl Report {
    /// Whether everything is as it was sealed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn find(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        }
    }
}

/// The verdict for people, the findings first.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "BROKEN: {finding}")?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let verdict = if self.holds() {
            "holds"
        } else {
            "DOES NOT HOLD"
        };
        write!(
            f,
            "the trail {verdict}: {} rows, {} checkpoints, proven up to row {}",
            self.rows, self.checkpoints, self.proven_to
        )
    }
}

/// Takes checkpoints, then rows in the order of their file, then gives the report.
#[derive(Debug)]
pub struct Verifier {
    keys: Vec<VerifyingKey>,
    trusted: BTreeMap<u64, Checkpoint>,
    /// What the chain's link is at a row, by the checkpoints of that row.
    signed: BTreeMap<u64, Vec<(u64, Link)>>,
    place: Option<Place>,
    erased: u64,
    pub(crate) report: Report,
}

#[derive(Debug)]
struct Place {
    seq: u64,
    link: Link,
}

impl Verifier {
    /// A check by the given public keys. They come from whoever is trusted, never from the export.
    #[must_use]
    pub fn new(keys: Vec<VerifyingKey>) -> Self {
        Self {
            keys,
            trusted: BTreeMap::new(),
            signed: BTreeMap::new(),
            place: None,
            erased: 0,
            report: Report::default(),
        }
    }

    /// Takes a checkpoint; all of them come before the first row. The same may come from several
    /// files.
    pub fn checkpoint(&mut self, checkpoint: Checkpoint) {
        let number = checkpoint.statement.number;
        match checkpoint.is_signed_by(&self.keys) {
            None => self.report.find(Finding::UnknownKey(number)),
            Some(false) => self.report.find(Finding::BadSignature(number)),
            Some(true) => self.trust(checkpoint),
        }
    }

    fn trust(&mut self, checkpoint: Checkpoint) {
        let number = checkpoint.statement.number;
        if let Some(known) = self.trusted.get(&number) {
            // A rotation of keys signs nothing again: another signature is another checkpoint.
            if known.statement != checkpoint.statement {
                self.report.find(Finding::Forked(number));
            }
            return;
        }
        let about = &checkpoint.statement;
        if about.kind == Kind::Start && about.at.saturating_sub(about.youngest) < KEPT {
            self.report.find(Finding::RemovedTooEarly(number));
        }
        let head = (number, about.head);
        self.signed.entry(about.last).or_default().push(head);
        let before = (number, about.previous);
        let ahead = about.first.saturating_sub(1);
        self.signed.entry(ahead).or_default().push(before);
        self.trusted.insert(number, checkpoint);
    }

    /// Takes the next row.
    pub fn row(&mut self, row: &Row) {
        self.report.rows += 1;
        let place = self.begin(Some(row.seq));
        let expected = place.seq.saturating_add(1);
        if row.seq < expected {
            self.report.find(Finding::OutOfOrder(row.seq));
            return;
        }
        if row.seq > expected {
            self.report.find(Finding::Missing(expected, row.seq - 1));
        } else if row.link_after(&place.link) != row.link {
            self.report.find(Finding::Changed(row.seq));
        }
        if !row.remark.holds() {
            self.report.find(Finding::RemarkChanged(row.seq));
        }
        self.erased += u64::from(row.remark.text.is_none());
        if row.seq > self.proven_to() {
            self.report.find(Finding::Unsigned(row.seq));
        }
        self.arrive(row.seq, row.link);
    }

    /// Where the chain begins: after what was removed last.
    fn begin(&mut self, first: Option<u64>) -> Place {
        if let Some(place) = self.place.take() {
            return place;
        }
        let restored = self.set_aside();
        let start = self.start(restored, first);
        let (seq, link) = start.map_or((0, START), |about| (about.last, about.head));
        if seq > 0 {
            self.report.notes.push(Note::BeginsAfter(seq));
        }
        self.arrive(seq, link);
        Place { seq, link }
    }

    /// The removal that the chain begins after. One from before a backup was put back may be of the
    /// time that is lost: it counts if the rows bear it out.
    fn start(&self, restored: u64, first: Option<u64>) -> Option<&Statement> {
        let newest_first = self.trusted.values().rev();
        let mut starts = newest_first
            .map(|trusted| &trusted.statement)
            .filter(|about| about.kind == Kind::Start);
        starts.find(|about| about.number > restored || first.is_none_or(|first| about.last < first))
    }

    /// Takes out what was signed before a backup was put back and is not on the way from the newest
    /// checkpoint to the first. Gives the number of the last time that one was.
    fn set_aside(&mut self) -> u64 {
        let restored: Vec<Statement> = self
            .trusted
            .values()
            .map(|trusted| &trusted.statement)
            .filter(|about| about.kind == Kind::Restored)
            .cloned()
            .collect();
        let Some(newest) = restored.last().map(|about| about.number) else {
            return 0;
        };
        let (kept, from) = self.way_back();
        let aside: Vec<Statement> = self
            .trusted
            .values()
            .map(|trusted| &trusted.statement)
            .filter(|about| about.number < newest && !kept.contains(&about.number))
            .filter(|about| about.kind != Kind::Start && about.last >= from)
            .cloned()
            .collect();
        let numbers: BTreeSet<u64> = aside.iter().map(|about| about.number).collect();
        for signed in self.signed.values_mut() {
            signed.retain(|(number, _)| !numbers.contains(number));
        }
        self.signed.retain(|_, signed| !signed.is_empty());
        for about in restored.iter().filter(|about| kept.contains(&about.number)) {
            let lost = aside.iter().filter(|lost| lost.number < about.number);
            let to = lost.map(|lost| lost.last).max();
            let lost = to.filter(|to| *to >= about.first);
            let lost = lost.map(|to| (about.first, to));
            let note = Note::Restored(about.number, about.at, lost);
            self.report.notes.push(note);
        }
        newest
    }

    /// The numbers of the checkpoints that lead from the newest back, each by the link before its
    /// first row, and the row where that ends.
    fn way_back(&self) -> (BTreeSet<u64>, u64) {
        let sealed: BTreeMap<(u64, Link), &Statement> = self
            .trusted
            .values()
            .map(|trusted| &trusted.statement)
            .filter(|about| about.kind != Kind::Start)
            .map(|about| ((about.last, about.head), about))
            .collect();
        let newest = self
            .trusted
            .values()
            .rev()
            .map(|trusted| &trusted.statement);
        let mut next = newest.into_iter().find(|about| about.kind != Kind::Start);
        let (mut kept, mut from) = (BTreeSet::new(), 0);
        while let Some(about) = next.filter(|about| kept.insert(about.number)) {
            from = about.first;
            let before = (about.first.saturating_sub(1), about.previous);
            next = sealed.get(&before).copied();
        }
        (kept, from)
    }

    /// Compares the link with what was signed about this place. A fork was told already.
    fn arrive(&mut self, seq: u64, link: Link) {
        let signed = self.signed.get(&seq).into_iter().flatten();
        let wrong: Vec<u64> = signed
            .filter(|(_, head)| *head != link)
            .map(|(number, _)| *number)
            .collect();
        for number in wrong {
            self.report.find(Finding::Rewritten(number));
        }
        self.place = Some(Place { seq, link });
    }

    fn proven_to(&self) -> u64 {
        self.signed.last_key_value().map_or(0, |(last, _)| *last)
    }

    /// The report, once the last row was taken.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let place = self.begin(None);
        let proven_to = self.proven_to();
        if self.trusted.is_empty() {
            self.report.find(Finding::NoCheckpoint);
        }
        if place.seq < proven_to {
            let missing = Finding::TailMissing(place.seq + 1, proven_to);
            self.report.find(missing);
        }
        if self.erased > 0 {
            self.report.notes.push(Note::Erased(self.erased));
        }
        let newest = self.trusted.last_key_value();
        self.report.proven_at = newest.map(|(_, newest)| newest.statement.at);
        self.report.checkpoints = self.trusted.len() as u64;
        self.report.proven_to = proven_to;
        self.report
    }
}
