//! All nodes are restarted, one after the other, while people work.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use testkit::browser::Browser;
use testkit::site::{PASSWORD, Someone};
use testkit::world::{ACCESS_KEY, MERCHANT_CODE};

use crate::proxy::Proxy;
use crate::trio::Trio;

/// What people did meanwhile.
#[derive(Default)]
struct Done {
    requests: AtomicUsize,
    log_ins: AtomicUsize,
}

/// Opens the entrance, logs in, reads the menu, again and again. Every request has to succeed.
fn work(proxy: &Proxy, people: &[Someone], done: &Done) {
    let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let page = format!("/{ACCESS_KEY}");
    for person in people.iter().cycle() {
        if proxy.is_over() {
            return;
        }
        let mut browser = Browser::new(nowhere);
        let shown = proxy.get(&mut browser, &page).expect("the entrance");
        done.requests.fetch_add(1, Ordering::SeqCst);
        assert_eq!(shown.status, 200, "{shown:?}");
        let Some(code) = person.unused_code() else {
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        let token = shown.form_for(&page).expect("a form");
        let fields = [
            ("merchant_code", MERCHANT_CODE),
            ("user_id", person.user_id.as_str()),
            ("password", PASSWORD),
            ("code", code.as_str()),
        ];
        let form = browser.form(&page, &token, &fields);
        let answer = proxy.send(&mut browser, &form).expect("a log-in");
        assert_eq!((answer.status, answer.leads_to()), (303, "/console/menu"));
        let menu = proxy.get(&mut browser, "/console/menu").expect("the menu");
        assert_eq!(menu.status, 200, "{menu:?}");
        done.requests.fetch_add(2, Ordering::SeqCst);
        done.log_ins.fetch_add(1, Ordering::SeqCst);
    }
}

fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !there() {
        assert!(
            begin.elapsed() < Duration::from_mins(1),
            "waited in vain for {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Not one request fails while every node is ended by SIGTERM and started again.
#[test]
fn a_rolling_restart_fails_no_request() {
    let mut trio = Trio::with(24, 0, "drain_seconds = 2");
    let people = std::mem::take(&mut trio.site.people);
    let (proxy, done) = (Proxy::default(), Done::default());
    for node in &trio.nodes {
        proxy.add(node.address);
    }
    std::thread::scope(|scope| {
        scope.spawn(|| proxy.watch());
        wait_for("three nodes", || proxy.ready() == 3);
        let workers: Vec<_> = people
            .chunks(8)
            .map(|people| scope.spawn(|| work(&proxy, people, &done)))
            .collect();
        for at in 0..trio.nodes.len() {
            let before = done.requests.load(Ordering::SeqCst);
            wait_for("work", || {
                done.requests.load(Ordering::SeqCst) > before + 20
                    || workers
                        .iter()
                        .any(std::thread::ScopedJoinHandle::is_finished)
            });
            let node = &mut trio.nodes[at];
            node.terminate().unwrap();
            let status = node.ended().unwrap();
            assert_eq!(status.code(), Some(0));
            proxy.remove(node.address);
            let name = node.name.clone();
            *node = trio.ground.start(&name).unwrap();
            proxy.add(node.address);
            wait_for("the node", || proxy.ready() == 3);
        }
        proxy.end();
        for worker in workers {
            worker.join().expect("no request fails");
        }
    });
    let sum = |count: &AtomicUsize| count.load(Ordering::SeqCst);
    println!(
        "{} requests, {} log-ins, none failed; {} went on where nobody listened",
        sum(&done.requests),
        sum(&done.log_ins),
        sum(&proxy.elsewhere)
    );
    assert!(
        sum(&done.log_ins) >= 3 && sum(&done.requests) > 60,
        "too little was tried"
    );
}
