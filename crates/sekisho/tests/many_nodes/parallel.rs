//! What arrives at once on several nodes.

use std::collections::BTreeMap;
use std::time::Duration;

use testkit::site::PASSWORD;

use crate::crowd::{at_once, sum};
use crate::trio::Trio;

/// Shows OTP-9 and LOGIN-15 for several nodes: a code is accepted once, wherever it arrives.
#[test]
fn one_code_opens_one_session_on_three_nodes() {
    let trio = Trio::open(1, 0);
    let person = &trio.site.people[0];
    let code = person.fresh_code();
    let forms: Vec<_> = (0..50)
        .map(|number| {
            let mut browser = trio.node(number).browser();
            let form = person.form(&mut browser, (PASSWORD, &code));
            form.unwrap().unwrap()
        })
        .collect();
    let sum = sum(&at_once(&trio, &forms));
    println!("one code, 50 times, three nodes: {sum:?}");
    assert_eq!(sum.opened, 1, "{sum:?}");
    let sessions = "SELECT COUNT(*) FROM session s JOIN person p ON p.id = s.person_id \
                    WHERE p.user_id = 'user0000' AND s.created_at > \
                    (SELECT EXTRACT(EPOCH FROM now() - INTERVAL '5 minutes') * 1000000)";
    assert_eq!(trio.number(sessions), 1);
}

/// Shows LOCK-1 for several nodes: never more wrong tries are evaluated than the limit.
#[test]
fn no_more_wrong_passwords_are_evaluated_than_the_limit() {
    let trio = Trio::open(1, 0);
    let person = &trio.site.people[0];
    let forms: Vec<_> = (0..200)
        .map(|number| {
            let mut browser = trio.node(number).browser();
            let wrong = format!("Wrong{number}pass");
            let form = person.form(&mut browser, (&wrong, "123456"));
            form.unwrap().unwrap()
        })
        .collect();
    let sum = sum(&at_once(&trio, &forms));
    println!("200 wrong passwords, three nodes: {sum:?}");
    assert_eq!(sum.opened, 0, "{sum:?}");
    assert!(sum.refused <= 6, "{sum:?}");
    let evaluated = "SELECT COUNT(*) FROM audit WHERE action = 'log_in' AND outcome <> 'ok'";
    let evaluated = trio.number(evaluated);
    assert!((1..=6).contains(&evaluated), "{evaluated} were evaluated");
    let mut browser = trio.node(0).browser();
    let code = person.fresh_code();
    let answer = person.log_in(&mut browser, (PASSWORD, &code)).unwrap();
    if sum.refused == 6 {
        assert!(
            answer.body.contains("パスワードがロックされています"),
            "{answer:?}"
        );
    }
}

/// Nobody is kept out by others who log in at the same moment.
#[test]
fn right_log_ins_of_many_at_once_all_succeed() {
    let trio = Trio::open(30, 0);
    let forms: Vec<_> = trio
        .site
        .people
        .iter()
        .enumerate()
        .map(|(number, person)| {
            let mut browser = trio.node(number).browser();
            let code = person.fresh_code();
            person
                .form(&mut browser, (PASSWORD, &code))
                .unwrap()
                .unwrap()
        })
        .collect();
    let sum = sum(&at_once(&trio, &forms));
    println!("30 people at once, three nodes: {sum:?}");
    assert_eq!(sum.opened, 30, "{sum:?}");
}

/// Mail that waits is claimed by one node each.
#[test]
fn no_mail_is_claimed_twice() {
    let trio = Trio::open(0, 40);
    let queued = "SELECT COUNT(*) FROM outbox WHERE state = 'queued'";
    let begin = std::time::Instant::now();
    while trio.number(queued) > 0 {
        assert!(
            begin.elapsed() < Duration::from_mins(1),
            "mail is left over"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut handed: BTreeMap<String, u32> = BTreeMap::new();
    let mut nodes = 0;
    for node in &trio.nodes {
        let log = std::fs::read_to_string(trio.ground.log(&node.name)).unwrap();
        let own: Vec<_> = log.lines().filter_map(mail_in).collect();
        nodes += usize::from(!own.is_empty());
        for mail in own {
            *handed.entry(mail).or_default() += 1;
        }
    }
    println!("{} mails by {nodes} nodes", handed.len());
    assert!(handed.len() >= 40, "{handed:?}");
    assert!(handed.values().all(|times| *times == 1), "{handed:?}");
}

/// The mail of a line that tells of a hand-over.
fn mail_in(line: &str) -> Option<String> {
    if !line.contains("mail handed over") {
        return None;
    }
    let (_, rest) = line.split_once("\"mail\":\"")?;
    rest.split('"').next().map(str::to_owned)
}
