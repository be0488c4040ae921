//! What operators tell everybody: a notice on the pages, or a time of maintenance.

use crate::ids::{AnnouncementId, PersonId};
use crate::time::{Span, Timestamp};
use crate::typed::is_hostile;

/// What an announcement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnouncementKind {
    /// Stands above the log-in form and the menu.
    Notice,
    /// Closes the pages for its time; sessions survive.
    Maintenance,
}

impl AnnouncementKind {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Maintenance => "maintenance",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "notice" => Some(Self::Notice),
            "maintenance" => Some(Self::Maintenance),
            _ => None,
        }
    }
}

/// An announcement as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it does.
    pub kind: AnnouncementKind,
    /// Japanese text.
    pub ja: String,
    /// English text.
    pub en: String,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// An announcement that may be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnnouncement(Draft);

/// What is wrong with an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnouncementProblem {
    /// The Japanese text: empty, too long, or with characters that deceive.
    Ja,
    /// The English text, likewise.
    En,
    /// It ends before it begins, has ended already, or lasts too long.
    Time,
}

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 500;
/// The longest time of maintenance: a slip of the hand must not close the console for weeks.
pub const LONGEST_MAINTENANCE: Span = Span::days(2);
/// The longest time of a notice.
pub const LONGEST_NOTICE: Span = Span::days(400);

impl NewAnnouncement {
    /// Checks a draft at `now`.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn check(draft: &Draft, now: Timestamp) -> Result<Self, Vec<AnnouncementProblem>> {
        let longest = match draft.kind {
            AnnouncementKind::Notice => LONGEST_NOTICE,
            AnnouncementKind::Maintenance => LONGEST_MAINTENANCE,
        };
        let lasts = draft.until.since(draft.from);
        let time = draft.from < draft.until && now < draft.until && lasts <= longest;
        let problems: Vec<_> = [
            (is_text(&draft.ja), AnnouncementProblem::Ja),
            (is_text(&draft.en), AnnouncementProblem::En),
            (time, AnnouncementProblem::Time),
        ]
        .into_iter()
        .filter_map(|(right, problem)| (!right).then_some(problem))
        .collect();
        if problems.is_empty() {
            Ok(Self(Draft {
                ja: draft.ja.trim().to_owned(),
                en: draft.en.trim().to_owned(),
                ..draft.clone()
            }))
        } else {
            Err(problems)
        }
    }

    /// What was checked.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.0
    }
}

fn is_text(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().take(LONGEST_TEXT + 1).count();
    (1..=LONGEST_TEXT).contains(&length) && !text.chars().any(is_hostile)
}

/// An announcement as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Identity.
    pub id: AnnouncementId,
    /// What it says, and when.
    pub draft: Draft,
    /// The operator; `None`: the command line.
    pub created_by: Option<PersonId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

impl Announcement {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.withdrawn_at.is_none() && self.draft.from <= now && now < self.draft.until
    }
}

#[cfg(test)]
mod tests {
    use super::{AnnouncementKind, AnnouncementProblem, Draft, NewAnnouncement};
    use crate::time::{Span, Timestamp};

    const NOW: Timestamp = Timestamp::from_micros(1_000_000_000_000);

    fn draft(kind: AnnouncementKind, text: &str, lasts: Span) -> Draft {
        Draft {
            kind,
            ja: text.to_owned(),
            en: text.to_owned(),
            from: NOW,
            until: NOW.plus(lasts),
        }
    }

    #[test]
    fn what_is_wrong_is_named_at_once() {
        use AnnouncementKind::{Maintenance, Notice};
        use AnnouncementProblem::{En, Ja, Time};
        let check = |draft: Draft| NewAnnouncement::check(&draft, NOW).map(drop);
        assert_eq!(check(draft(Notice, "来週の保守", Span::days(400))), Ok(()));
        assert_eq!(check(draft(Maintenance, "保守", Span::hours(48))), Ok(()));
        let long = "あ".repeat(501);
        assert_eq!(
            check(draft(Notice, &long, Span::hours(1))),
            Err(vec![Ja, En])
        );
        assert_eq!(
            check(draft(Notice, "a\u{202E}b", Span::ZERO)),
            Err(vec![Ja, En, Time])
        );
        assert_eq!(
            check(draft(Maintenance, "保守", Span::hours(49))),
            Err(vec![Time])
        );
        let over = Draft {
            from: NOW.minus(Span::hours(2)),
            until: NOW,
            ..draft(Notice, "a", Span::hours(1))
        };
        assert_eq!(check(over), Err(vec![Time]));
    }
}
