//! Log-ins per second with and without the sealer of the audit trail, interleaved.
//!
//! `seal [PAIRS]` prints Markdown. In one process, without HTTP: what the sealer takes from the
//! database and the processors weighs more there than behind pages. Nothing here asserts a time.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time; nothing of it is part of the product"
)]
#![allow(
    clippy::cast_precision_loss,
    reason = "counts of a short run are exact in 53 bits"
)]

use std::error::Error;
use std::time::Instant;

use app::{App, LoggedIn, Nonce};
use domain::time::Span;
use jobs::{Stop, Witness};
use testkit::databases::{Database, Engine, OnDatabase as _};
use testkit::phone::Phone;
use testkit::world::{MERCHANT_CODE, World, log_in};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// People; each logs in once in a round.
const PEOPLE: usize = 40;
/// Rounds of one turn, each with a code of its own.
const ROUNDS: usize = 4;
/// Log-ins at a time.
const AT_ONCE: usize = 4;
const PASSWORD: &str = "Ipan2026a";

fn main() -> Outcome<()> {
    let asked = std::env::args().nth(1).map(|text| text.parse());
    let pairs = asked.transpose()?.unwrap_or(20);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    println!(
        "## Log-ins with and without the sealer\n\n\
         {pairs} pairs of turns in changing order, {} log-ins a turn, {AT_ONCE} at a time.\n\n\
         | Engine | Log-ins/s without | with | with ÷ without, of each pair: median (quartiles) | \
         of all turns |\n|---|---:|---:|---:|---:|",
        PEOPLE * ROUNDS
    );
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::new(engine);
        runtime.block_on(measure(&database, engine, pairs))?;
    }
    Ok(())
}

async fn measure(database: &Database, engine: Engine, pairs: usize) -> Outcome<()> {
    let world = World::on(database).await;
    let people = people(&world).await;
    // Hashing costs here what it costs in production.
    let app = world.costlier_node(7).await;
    turn(&world, &app, &people, false).await?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for pair in 0..pairs {
        let first = pair % 2 == 1;
        for sealed in [first, !first] {
            let per_second = turn(&world, &app, &people, sealed).await?;
            if sealed { &mut with } else { &mut without }.push(per_second);
        }
        eprintln!("  {engine:?}: pair {} of {pairs}", pair + 1);
    }
    let ratios: Vec<f64> = with.iter().zip(&without).map(|(a, b)| a / b).collect();
    // Turns are of equal size, so the whole is the harmonic mean.
    let whole =
        |list: &[f64]| list.len() as f64 / list.iter().map(|value| 1.0 / value).sum::<f64>();
    println!(
        "| {engine:?} | {:.1} | {:.1} | {:.3} ({:.3} – {:.3}) | {:.3} |",
        quantile(&without, 0.5),
        quantile(&with, 0.5),
        quantile(&ratios, 0.5),
        quantile(&ratios, 0.25),
        quantile(&ratios, 0.75),
        whole(&with) / whole(&without),
    );
    Ok(())
}

async fn people(world: &World) -> Vec<(String, Phone)> {
    let (admin, _) = world.admin().await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let user_id = format!("person{number}");
        let (_, temporary) = world.register(&admin, &user_id).await;
        let (_, phone) = world.set_up(&user_id, &temporary, PASSWORD).await;
        people.push((user_id, phone));
    }
    people
}

/// Log-ins per second of one turn. What is left unsealed is sealed when nobody measures.
async fn turn(world: &World, app: &App, people: &[(String, Phone)], sealed: bool) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let (end, stop) = Stop::channel();
    let chaining = if sealed {
        let witness = Witness::open(&folder.path().join("checkpoints.jsonl"))?;
        let (app, node) = (app.clone(), app.node_id()?);
        Some(tokio::spawn(async move {
            jobs::run_sealer(&app, node, Some(witness), stop).await;
        }))
    } else {
        None
    };
    let start = Instant::now();
    for _ in 0..ROUNDS {
        world.advance(Span::seconds(30));
        round(world, app, people).await?;
    }
    let elapsed = start.elapsed();
    end.send_replace(true);
    if let Some(chaining) = chaining {
        chaining.await?;
    }
    app.seal_all().await?;
    Ok((people.len() * ROUNDS) as f64 / elapsed.as_secs_f64())
}

async fn round(world: &World, app: &App, people: &[(String, Phone)]) -> Outcome<()> {
    let now = app.now();
    let typed: Vec<(String, String, Nonce)> = people
        .iter()
        .map(|(user_id, phone)| (user_id.clone(), phone.code(now), world.nonce()))
        .collect();
    let mut tasks = tokio::task::JoinSet::new();
    for share in typed.chunks(people.len().div_ceil(AT_ONCE)) {
        let (share, app) = (share.to_vec(), app.clone());
        tasks.spawn(async move {
            for (user_id, code, nonce) in share {
                let name = (MERCHANT_CODE, user_id.as_str());
                match log_in(&app, name, (PASSWORD, &code), nonce).await {
                    Ok(LoggedIn::Open { .. }) => {}
                    other => return Err(format!("{user_id} did not get in: {other:?}")),
                }
            }
            Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

/// The value below which `share` of the values lie, the nearest one; 0 of no values.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list: whole, not negative, small"
    )]
    let place = (share * last as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}
