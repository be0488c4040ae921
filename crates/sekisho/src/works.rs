//! What a node does beside answering requests, and how that ends.

use std::time::Duration;

use app::App;
use domain::time::Span;
use jobs::{Post, Stop, Witness};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::failure::Failure;
use crate::measuring;
use crate::node::{broken, finished};

/// How long the mail in hand may take at the end; after that another node, or the next start,
/// sends it again.
const LAST_MAIL: Duration = Duration::from_secs(45);

/// Everything that runs in the background.
pub struct Works {
    claiming: watch::Sender<bool>,
    sealing: watch::Sender<bool>,
    mail: JoinHandle<()>,
    invitations: JoinHandle<()>,
    sweep: JoinHandle<()>,
    daily: JoinHandle<()>,
    seals: JoinHandle<()>,
    metrics: JoinHandle<()>,
}

impl Works {
    /// Starts all of it. `keep`: how long rows of the audit trail are kept.
    pub fn start(
        app: &App,
        post: Post,
        (node, witness): (Uuid, Option<Witness>),
        keep: Span,
        metrics: Option<TcpListener>,
    ) -> Self {
        let (claiming, end) = Stop::channel();
        let (sealing, last) = Stop::channel();
        Self {
            claiming,
            sealing,
            mail: tokio::spawn(mail(post, end.clone())),
            invitations: tokio::spawn(invitations(app.clone(), end.clone())),
            sweep: tokio::spawn(sweep(app.clone(), end.clone())),
            daily: tokio::spawn(daily(app.clone(), keep, end)),
            seals: tokio::spawn(seals(app.clone(), node, witness, last.clone())),
            metrics: tokio::spawn(measuring::serve(app.clone(), metrics, last)),
        }
    }

    /// Waits for a part that ends by itself, which none of them should.
    pub async fn broken(&mut self) -> Result<(), Failure> {
        tokio::select! {
            ended = &mut self.mail => broken("mail", ended),
            ended = &mut self.invitations => broken("invitations", ended),
            ended = &mut self.sweep => broken("sweeping", ended),
            ended = &mut self.daily => broken("daily work", ended),
            ended = &mut self.metrics => broken("metrics", ended),
            ended = &mut self.seals => broken("sealing the audit trail", ended),
        }
    }

    /// Nothing new is begun from now on; other nodes, or the next start, do what is left. Only the
    /// audit trail is sealed on: it still grows while requests finish.
    pub fn claim_no_more(&self) {
        self.claiming.send_replace(true);
    }

    /// Waits for what is in hand.
    pub async fn finish(self) {
        let mail = tokio::time::timeout(LAST_MAIL, finished(self.mail));
        if mail.await.is_err() {
            tracing::warn!("a mail in hand took too long; it will be sent again");
        }
        finished(self.invitations).await;
        finished(self.sweep).await;
        finished(self.daily).await;
        self.sealing.send_replace(true);
        finished(self.seals).await;
        finished(self.metrics).await;
    }
}

async fn mail(post: Post, end: Stop) {
    jobs::run_mail(&post, end).await;
}

async fn invitations(app: App, end: Stop) {
    jobs::run_invitations(&app, end).await;
}

async fn sweep(app: App, end: Stop) {
    jobs::run_sweep(&app, end).await;
}

/// What is done once a day: accounts that nobody uses, rows whose time is over.
async fn daily(app: App, keep: Span, end: Stop) {
    tokio::join!(
        jobs::run_expiry(&app, end.clone()),
        jobs::run_purge(&app, keep, end),
    );
}

/// What goes on until the last request is answered: the trail grows, and what the node writes still
/// rests on its keys.
async fn seals(app: App, node: Uuid, witness: Option<Witness>, end: Stop) {
    tokio::join!(
        jobs::run_sealer(&app, node, witness, end.clone()),
        jobs::run_alive(&app, node, end),
    );
}
