//! A running node: pages, mail, sweeping, and their end.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use crypto::OsEntropy;
use domain::time::Span;
use i18n::Catalog;
use jobs::{Post, Stop, Witness};
use mail::{Carrier, FolderCarrier, SmtpCarrier, SmtpSettings};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::{JoinError, JoinHandle};
use uuid::Uuid;
use web::views::BrandView;
use web::{DemoMails, WebSettings, WebState};

use crate::config::Settings;
use crate::config::brand::Brand;
use crate::config::mail::{MailSettings, MailWay};
use crate::config::network::PublicUrl;
use crate::failure::Failure;
use crate::{demo, measuring, notify, output, server};

/// How long the mail in hand may take at the end; after that another node, or the next start,
/// sends it again.
const LAST_MAIL: Duration = Duration::from_secs(45);

/// Takes the address, so that nobody else can.
///
/// # Errors
/// [`Failure::Listen`].
pub async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error| Failure::Listen { address, error };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Everything that a node runs.
pub struct Node {
    /// The use cases.
    pub app: App,
    /// The texts.
    pub catalog: Catalog,
    /// Where links lead, with the real port.
    pub public_url: PublicUrl,
    /// The folder of the demonstration's mails; `None` outside demo mode.
    pub demo_mails: Option<PathBuf>,
}

impl Node {
    /// Serves until SIGTERM or SIGINT; then finishes the requests and the mail in hand and closes
    /// the database. A second signal ends it at once. `greeting` is printed once it serves.
    ///
    /// # Errors
    /// [`Failure`] when something could not be started or stopped working by itself.
    pub async fn run(
        self,
        listener: TcpListener,
        settings: &Settings,
        greeting: &str,
    ) -> Result<(), Failure> {
        let mut signals = Signals::listen()?;
        let metrics = measuring::listen(settings.metrics).await?;
        let post = post(&self, settings).await?;
        let witness = witness(settings)?;
        let id = started(&self.app).await?;
        let router = web::router(self.web_state(settings));
        let (stop_pages, end) = Stop::channel();
        let mut pages = tokio::spawn(server::serve(listener, router, end));
        let (stop_jobs, end) = Stop::channel();
        let mut mail = tokio::spawn(mail(post, end.clone()));
        let mut sweep = tokio::spawn(sweep(self.app.clone(), end.clone()));
        let mut invitations = tokio::spawn(invitations(self.app.clone(), end.clone()));
        let keep = settings.audit.keep;
        let mut daily = tokio::spawn(daily(self.app.clone(), keep, end.clone()));
        let mut seals = tokio::spawn(seals(self.app.clone(), id, witness, end.clone()));
        let mut metrics = tokio::spawn(measuring::serve(self.app.clone(), metrics, end));
        serving(greeting);

        let result = tokio::select! {
            () = signals.next() => Ok(()),
            ended = &mut pages => broken("pages", ended),
            ended = &mut mail => broken("mail", ended),
            ended = &mut invitations => broken("invitations", ended),
            ended = &mut sweep => broken("sweeping", ended),
            ended = &mut daily => broken("daily work", ended),
            ended = &mut metrics => broken("metrics", ended),
            ended = &mut seals => broken("sealing the audit trail", ended),
        };
        stopping();
        let finish = async {
            stop_pages.send_replace(true);
            finished(pages).await;
            stopped(&self.app, id).await;
            stop_jobs.send_replace(true);
            if tokio::time::timeout(LAST_MAIL, finished(mail))
                .await
                .is_err()
            {
                tracing::warn!("a mail in hand took too long; it will be sent again");
            }
            for task in [invitations, sweep, daily, seals, metrics] {
                finished(task).await;
            }
            self.app.store().close().await;
        };
        tokio::select! {
            () = finish => result,
            () = signals.next() => Err(Failure::Fault("ended at the second signal".to_owned())),
        }
    }

    fn web_state(&self, settings: &Settings) -> WebState {
        let mut web = WebSettings::new(&self.public_url.to_string());
        web.trusted_proxies
            .clone_from(&settings.network.trusted_proxies);
        web.app_links.clone_from(&settings.brand.apps);
        web.look.clone_from(&settings.brand.look);
        web.installation = settings.installation(self.demo_mails.is_some());
        web.api_requests_per_minute = settings.api_requests_per_minute;
        web.doors.clone_from(&settings.doors);
        let letters = || demo::letters::all(&self.catalog, settings, &web.public_url);
        web.demo = self.demo_mails.clone().map(|folder| DemoMails {
            folder,
            letters: letters(),
        });
        WebState {
            app: self.app.clone(),
            catalog: self.catalog.clone(),
            brand: Arc::new(brand_view(&settings.brand)),
            settings: Arc::new(web),
            entropy: Arc::new(OsEntropy),
        }
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

async fn seals(app: App, node: Uuid, witness: Option<Witness>, end: Stop) {
    jobs::run_sealer(&app, node, witness, end).await;
}

/// The node's own file of checkpoints.
fn witness(settings: &Settings) -> Result<Option<Witness>, Failure> {
    let Some(path) = &settings.audit.checkpoints else {
        return Ok(None);
    };
    match Witness::open(path) {
        Ok(witness) => Ok(Some(witness)),
        Err(error) => Err(Failure::Setting(format!(
            "audit.checkpoints: {} cannot be appended to: {error}",
            path.display()
        ))),
    }
}

/// The first word in the trail; gives the node's name.
async fn started(app: &App) -> Result<Uuid, Failure> {
    let id = app.node_id()?;
    app.note_start(id, env!("CARGO_PKG_VERSION")).await?;
    Ok(id)
}

fn serving(greeting: &str) {
    output::say(greeting);
    notify::tell(notify::READY);
}

fn stopping() {
    tracing::info!("stopping");
    notify::tell(notify::STOPPING);
}

/// The last word in the trail. Whoever ends a node does not wait for a database that is away.
async fn stopped(app: &App, node: Uuid) {
    if let Err(error) = app.note_stop(node).await {
        tracing::warn!(%error, "the end of this node does not stand in the audit trail");
    }
}

/// No part of a node ends by itself: a supervisor should start it anew.
fn broken(what: &str, ended: Result<(), JoinError>) -> Result<(), Failure> {
    let why = ended
        .err()
        .map_or_else(String::new, |error| format!(": {error}"));
    Err(Failure::Fault(format!("{what} ended by itself{why}")))
}

/// Waits for a task; one that ended before is not asked again.
async fn finished(task: JoinHandle<()>) {
    if !task.is_finished() {
        let _ = task.await;
    }
}

/// What the mail worker works with.
///
/// # Errors
/// [`Failure::Setting`] when the way out cannot be used.
pub async fn post(node: &Node, settings: &Settings) -> Result<Post, Failure> {
    Ok(Post {
        app: node.app.clone(),
        carrier: carrier(&settings.mail).await?,
        catalog: node.catalog.clone(),
        brand: Arc::new(mail_brand(settings)),
        public_url: node.public_url.to_string().into(),
    })
}

/// Who writes the mails.
#[must_use]
pub fn mail_brand(settings: &Settings) -> mail::Brand {
    let brand = &settings.brand;
    mail::Brand {
        service: brand.service.clone(),
        operator: brand.operator.clone(),
        phone: brand.phone.clone(),
        hours: brand.hours.clone(),
        contact_mail: brand.mail.clone(),
        from_address: settings.mail.from.clone(),
        color: brand.look.primary(),
    }
}

/// The way out for mail.
///
/// # Errors
/// [`Failure::Setting`] when it cannot be used.
pub async fn carrier(settings: &MailSettings) -> Result<Arc<dyn Carrier>, Failure> {
    match &settings.way {
        MailWay::Folder(folder) => match FolderCarrier::open(folder).await {
            Ok(carrier) => Ok(Arc::new(carrier)),
            Err(error) => Err(Failure::Setting(format!(
                "mail.folder: {} cannot be used: {error}",
                folder.display()
            ))),
        },
        MailWay::Smtp(smtp) => match SmtpCarrier::new(SmtpSettings::clone(smtp)) {
            Ok(carrier) => Ok(Arc::new(carrier)),
            Err(error) => Err(Failure::Setting(format!("mail: {error}"))),
        },
    }
}

fn brand_view(brand: &Brand) -> BrandView {
    BrandView {
        service: brand.service.clone(),
        operator: brand.operator.clone(),
        phone: brand.phone.clone(),
        hours: brand.hours.clone(),
        mail: brand.mail.clone(),
        faq_href: brand.faq.clone(),
        access_key_help_href: brand.access_key_help.clone(),
        labels: brand.labels.clone(),
    }
}

/// The texts of both languages.
///
/// # Errors
/// [`Failure::Fault`]: the build's own checks make it all but impossible.
pub fn catalog() -> Result<Catalog, Failure> {
    Catalog::load().map_err(|error| Failure::Fault(error.to_string()))
}

/// The signals that end a node.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self, Failure> {
        let on = |kind| signal(kind).map_err(|error| Failure::Fault(format!("signals: {error}")));
        Ok(Self {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
