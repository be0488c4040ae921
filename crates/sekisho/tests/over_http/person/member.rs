//! The daily log-in of a person who is set up: each code once, and once more after a kill.

use std::io;

use super::{Person, STEP_SECONDS, Sent, Stage, unix_seconds};

impl Person {
    pub(super) fn member(&mut self, round: u32) -> io::Result<bool> {
        if self.open.is_some() {
            return self.change_password();
        }
        let now = unix_seconds() / STEP_SECONDS;
        match self.sent {
            // A code that was answered waits for a crash before it is tried again.
            Some(sent) if sent.answers > 0 && sent.round == round => self.change_password(),
            Some(sent) => self.try_code(Sent { round, ..sent }),
            None => {
                let step = now.max(self.used + 1);
                if step > now + 1 {
                    return self.change_password();
                }
                self.codes += 1;
                self.try_code(Sent {
                    step,
                    round,
                    tries: 0,
                    answers: 0,
                    accepted: 0,
                })
            }
        }
    }

    fn try_code(&mut self, mut sent: Sent) -> io::Result<bool> {
        let known_unused = sent.tries == 0;
        sent.tries += 1;
        self.sent = Some(sent);
        let answer = self.log_in(&self.code(sent.step))?;
        if answer.status == 503 {
            return Ok(false);
        }
        if answer.body.contains("パスワードがロックされています") {
            assert!(
                self.failed > 6,
                "{} is locked after {} tries",
                self.user_id,
                self.failed - 1
            );
            self.stage = Stage::Retired;
            self.sent = None;
            return Ok(false);
        }
        let accepted = answer.status == 303;
        assert!(
            accepted || !known_unused,
            "{}: a right log-in is refused",
            self.user_id
        );
        assert!(
            accepted || answer.body.contains("ログインできませんでした"),
            "{answer:?}"
        );
        self.note(sent, accepted);
        Ok(true)
    }

    fn note(&mut self, mut sent: Sent, accepted: bool) {
        let in_time = unix_seconds() / STEP_SECONDS <= sent.step + 1;
        sent.answers += 1;
        sent.accepted += u32::from(accepted);
        self.tally.opened += u32::from(accepted);
        self.tally.replays += u32::from(!accepted && sent.accepted > 0 && in_time);
        assert!(
            sent.accepted <= 1,
            "{}: a code opened two sessions",
            self.user_id
        );
        self.sent = Some(sent);
        if sent.answers >= 2 {
            self.used = sent.step;
            self.sent = None;
        }
    }

    fn change_password(&mut self) -> io::Result<bool> {
        let (current, new) = (self.password.clone(), self.next_password());
        let fields = [
            ("current_password", current.as_str()),
            ("new_password", new.as_str()),
            ("new_password_again", new.as_str()),
        ];
        let answer = self.submit("/console/password", "/console/password", &fields)?;
        if self.led(&answer, "/console/menu", Stage::Member) {
            self.password = new;
            self.chosen = None;
            self.tally.changed += 1;
        }
        // Enough for this round: others want to hash as well.
        Ok(false)
    }
}
