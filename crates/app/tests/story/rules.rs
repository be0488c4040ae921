//! What a shop's people could be told of the rules, and what follows from them for each day.

use domain::ids::PersonId;
use domain::time::{Span, Timestamp};
use testkit::phone::Phone;

/// How somebody uses the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Logs in every day, now and then with a slip.
    Daily,
    /// Logs in once in so many days.
    Every(u32),
    /// Sets everything up and is not seen again.
    Leaves,
    /// Never logs in at all.
    Never,
    /// Types wrong passwords until the lock, every so many days.
    Forgets(u32),
}

/// A user as the rules see one.
pub struct Worker {
    pub user_id: &'static str,
    pub habit: Habit,
    pub person: PersonId,
    pub password: String,
    pub phone: Option<Phone>,
    pub created_at: Timestamp,
    pub last_login_at: Option<Timestamp>,
    pub changed_at: Timestamp,
    pub failures: u8,
    pub temporary: bool,
    /// The end that was warned of, and how many days ahead.
    pub warned: Option<(Timestamp, u32)>,
}

/// What is due for a worker at a daily run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Nothing,
    Warning(u32),
    End,
}

impl Worker {
    pub fn ends_at(&self) -> Timestamp {
        let silent_since = self.last_login_at.unwrap_or(self.created_at);
        silent_since.plus(Span::days(91))
    }

    /// Warned when 14 and when 3 days are left, once for each end; gone when none is.
    pub fn due(&self, now: Timestamp) -> Due {
        let end = self.ends_at();
        if now >= end {
            return Due::End;
        }
        let left = end.since(now);
        let stage = if left <= Span::days(3) {
            3
        } else if left <= Span::days(14) {
            14
        } else {
            return Due::Nothing;
        };
        match self.warned {
            Some((of, ahead)) if of == end && ahead <= stage => Due::Nothing,
            _ => Due::Warning(stage),
        }
    }

    /// The password is 90 days old, or temporary.
    pub fn has_to_change(&self, now: Timestamp) -> bool {
        self.temporary || now.since(self.changed_at) >= Span::days(90)
    }

    pub fn is_locked(&self) -> bool {
        self.failures >= 6
    }
}

/// The n-th password that somebody chooses: within the rules, never the same twice.
pub fn chosen_password(n: u32) -> String {
    format!("k{}m{}p{}q7Z", n / 100 % 10, n / 10 % 10, n % 10)
}

/// A small generator: the story is the same at every run, and different for every seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}
