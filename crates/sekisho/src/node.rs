//! A running node: pages, mail, sweeping, and their end.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use crypto::OsEntropy;
use i18n::Catalog;
use jobs::{Post, Stop, Witness};
use mail::{Carrier, FolderCarrier, SmtpCarrier, SmtpSettings};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::{JoinError, JoinHandle};
use uuid::Uuid;
use web::views::BrandView;
use web::{DemoMails, Drain, WebSettings, WebState};

use crate::commands::no_clash;
use crate::config::Settings;
use crate::config::brand::Brand;
use crate::config::mail::{MailSettings, MailWay};
use crate::config::network::PublicUrl;
use crate::failure::Failure;
use crate::works::Works;
use crate::{demo, measuring, notify, output, server};

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
    /// the database. SIGTERM first gives a proxy the time of the setting `drain_seconds` to notice.
    /// A second signal ends it at once. `greeting` is printed once it serves.
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
        let drain = Drain::default();
        let router = web::router(self.web_state(settings, drain.clone()));
        let (stop_pages, end) = Stop::channel();
        let watch = server::serve(listener, router, (drain.clone(), end));
        let mut pages = tokio::spawn(watch);
        let keep = settings.audit.keep;
        let mut works = Works::start(&self.app, post, (id, witness), keep, metrics);
        serving(greeting);

        let (result, wait) = tokio::select! {
            signal = signals.next() => (Ok(()), signal.wait(settings.network.drain)),
            ended = &mut pages => (broken("pages", ended), Duration::ZERO),
            ended = works.broken() => (ended, Duration::ZERO),
        };
        stopping(wait);
        drain.begin();
        works.claim_no_more();
        let finish = async {
            tokio::time::sleep(wait).await;
            tracing::info!("stopping");
            stop_pages.send_replace(true);
            finished(pages).await;
            stopped(&self.app, id).await;
            works.finish().await;
            self.app.store().close().await;
        };
        tokio::select! {
            () = finish => result,
            _ = signals.next() => Err(Failure::Fault("ended at the second signal".to_owned())),
        }
    }

    fn web_state(&self, settings: &Settings, drain: Drain) -> WebState {
        let mut web = WebSettings::new(&self.public_url.to_string());
        web.trusted_proxies
            .clone_from(&settings.network.trusted_proxies);
        web.app_links.clone_from(&settings.brand.apps);
        web.look.clone_from(&settings.brand.look);
        web.installation = settings.installation(self.demo_mails.is_some());
        web.api_requests_per_minute = settings.api_requests_per_minute;
        web.doors.clone_from(&settings.doors);
        web.drain = drain;
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
    // A node whose keys do not go together with those of a running one does not begin.
    no_clash(app).await?;
    app.announce_node(id).await?;
    app.note_start(id, env!("CARGO_PKG_VERSION")).await?;
    Ok(id)
}

fn serving(greeting: &str) {
    output::say(greeting);
    notify::tell(notify::READY);
}

fn stopping(wait: Duration) {
    tracing::info!(seconds = wait.as_secs(), "draining");
    notify::tell(notify::STOPPING);
}

/// The last word in the trail. Whoever ends a node does not wait for a database that is away.
async fn stopped(app: &App, node: Uuid) {
    if let Err(error) = app.note_stop(node).await {
        tracing::warn!(%error, "the end of this node does not stand in the audit trail");
    }
}

/// No part of a node ends by itself: a supervisor should start it anew.
pub fn broken(what: &str, ended: Result<(), JoinError>) -> Result<(), Failure> {
    let why = ended
        .err()
        .map_or_else(String::new, |error| format!(": {error}"));
    Err(Failure::Fault(format!("{what} ended by itself{why}")))
}

/// Waits for a task; one that ended before is not asked again.
pub async fn finished(task: JoinHandle<()>) {
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

/// Which of them came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// By a supervisor: a proxy may have to notice.
    Terminate,
    /// By somebody at the keyboard, who waits.
    Interrupt,
}

impl Told {
    fn wait(self, drain: Duration) -> Duration {
        match self {
            Self::Terminate => drain,
            Self::Interrupt => Duration::ZERO,
        }
    }
}

impl Signals {
    fn listen() -> Result<Self, Failure> {
        let on = |kind| signal(kind).map_err(|error| Failure::Fault(format!("signals: {error}")));
        Ok(Self {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Told {
        tokio::select! {
            _ = self.terminate.recv() => Told::Terminate,
            _ = self.interrupt.recv() => Told::Interrupt,
        }
    }
}
