//! 承認 and 却下: the second operator's answer (CS-1).

use crate::{AdminReset, Agent, App, AppError, Desk};
use domain::audit::Action;
use domain::authority::Operator;
use domain::care::{Verdict, VerdictRefusal};
use domain::ids::ApprovalId;
use store::approvals::{self, Approval};
use store::merchant_files;

/// What an answer came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It counts; with 承認 the act is done.
    Done,
    /// It does not count.
    Refused(VerdictRefusal),
    /// There is no such question.
    NoSuchQuestion,
    /// 承認 of a password without an address to send it to.
    NoAddress,
}

impl App {
    /// The questions that wait for an answer, the oldest first.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn approvals(&self, _: Operator) -> Result<Vec<Approval>, AppError> {
        Ok(approvals::open(self.store(), self.now()).await?)
    }

    /// One question, answered or not.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn approval(
        &self,
        _: Operator,
        id: ApprovalId,
    ) -> Result<Option<Approval>, AppError> {
        Ok(approvals::find(self.store(), id).await?)
    }

    /// Answers a question; 承認 does what was asked for in the same transaction.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn decide_approval(
        &self,
        desk: &Desk<'_>,
        id: ApprovalId,
        verdict: Verdict,
    ) -> Result<Decided, AppError> {
        let Some(approval) = approvals::find(self.store(), id).await? else {
            return Ok(Decided::NoSuchQuestion);
        };
        let by = desk.operator.right().person();
        if let Err(refusal) = approval.question.check(verdict, by, self.now()) {
            return self.answered_before(desk, refusal).await;
        }
        match verdict {
            Verdict::Reject => self.reject(desk, &approval).await,
            Verdict::Approve => self.approve(desk, &approval).await,
        }
    }

    /// A form that was sent twice gets its answer twice.
    async fn answered_before(
        &self,
        desk: &Desk<'_>,
        refusal: VerdictRefusal,
    ) -> Result<Decided, AppError> {
        let answer = store::forms::answer(self.store(), &desk.nonce.0).await?;
        Ok(answer.map_or(Decided::Refused(refusal), |_| Decided::Done))
    }

    async fn reject(&self, desk: &Desk<'_>, approval: &Approval) -> Result<Decided, AppError> {
        let (agent, now) = (Agent::Desk(desk), self.now());
        let by = desk.operator.right().person();
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "rejected").await? {
            tx.rollback().await?;
            return Ok(Decided::Done);
        }
        if !approvals::decide(&mut tx, approval.id, Verdict::Reject, by, now).await? {
            tx.rollback().await?;
            return Ok(Decided::Refused(VerdictRefusal::NotOpen));
        }
        let done = (Action::Reject, approval.what.words());
        self.record_care(&mut tx, agent, (approval.merchant, None), (done.0, &done.1))
            .await?;
        tx.commit().await?;
        Ok(Decided::Done)
    }

    async fn approve(&self, desk: &Desk<'_>, approval: &Approval) -> Result<Decided, AppError> {
        for _ in 0..3 {
            let file = merchant_files::show(self.store(), &approval.code).await?;
            let Some(file) = file else {
                return Ok(Decided::NoSuchQuestion);
            };
            // The reason that counts is the one that was agreed to.
            let desk = Desk {
                reason: &approval.reason,
                ..*desk
            };
            let agent = Agent::Desk(&desk);
            let answer = self.carry_out_reset(&file, approval.what, agent, Some(approval.id));
            match answer.await? {
                None => {}
                Some(AdminReset::NoAddress) => return Ok(Decided::NoAddress),
                Some(AdminReset::NotOpen) => {
                    return Ok(Decided::Refused(VerdictRefusal::NotOpen));
                }
                Some(_) => return Ok(Decided::Done),
            }
        }
        Err(AppError::contended())
    }
}
