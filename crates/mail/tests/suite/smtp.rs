//! Mail over SMTP: what is handed over, and what each answer means for the next try.

use std::sync::Arc;
use std::time::Duration;

use mail::{
    Carrier as _, Login, Outcome, Secret, Security, SettingsError, SmtpCarrier, SmtpSettings,
};

use crate::smtp_server::{Manners, Offer, SmtpServer};
use crate::support::message;

fn settings(server: &SmtpServer, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        login: None,
        ca_pem: Some(server.ca_pem.clone()),
        hello_name: Some("node1.sekisho.example".to_owned()),
        timeout: Duration::from_secs(10),
        connections: 2,
    }
}

fn login(password: &str) -> Login {
    Login {
        user: "shop".to_owned(),
        password: Secret::new(password.to_owned()),
    }
}

async fn outcome(manners: Manners) -> Outcome {
    let server = SmtpServer::start(manners).await;
    let carrier = SmtpCarrier::new(settings(&server, Security::None)).unwrap();
    carrier.send(&message("taro@shop.example")).await
}

fn is_passing(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Refused {
            permanent: false,
            ..
        }
    )
}

#[tokio::test]
async fn the_whole_message_arrives_and_the_answer_is_kept() {
    let server = SmtpServer::start(Manners::default()).await;
    let carrier = SmtpCarrier::new(settings(&server, Security::None)).unwrap();
    let composed = message("taro@shop.example");
    let outcome = carrier.send(&composed).await;
    assert_eq!(
        outcome,
        Outcome::Delivered {
            answer: "250 2.0.0 queued as 4711".to_owned()
        }
    );
    // SMTP ends a message's last line, whether it was ended before or not.
    let whole = [composed.bytes(), b"\r\n"].concat();
    assert!(
        server.seen.lock().unwrap().messages == [whole],
        "it changed on its way"
    );
    let commands = server.commands();
    assert_eq!(commands[0], "EHLO node1.sekisho.example");
    assert!(
        commands[1].starts_with("MAIL FROM:<no-reply@sekisho.example>"),
        "{commands:?}"
    );
    assert_eq!(commands[2], "RCPT TO:<taro@shop.example>");
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let server = SmtpServer::start(Manners::default()).await;
    let carrier = SmtpCarrier::new(settings(&server, Security::None)).unwrap();
    for _ in 0..3 {
        let outcome = carrier.send(&message("taro@shop.example")).await;
        assert!(matches!(outcome, Outcome::Delivered { .. }), "{outcome:?}");
        // The connection goes back to the pool in a task of its own.
        tokio::task::yield_now().await;
    }
    let seen = server.seen.lock().unwrap();
    assert_eq!((seen.connections, seen.messages.len()), (1, 3));
}

#[tokio::test]
async fn no_more_are_under_way_than_set() {
    let server = SmtpServer::start(Manners::default()).await;
    let carrier = Arc::new(SmtpCarrier::new(settings(&server, Security::None)).unwrap());
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let carrier = Arc::clone(&carrier);
        sending.spawn(async move { carrier.send(&message("taro@shop.example")).await });
    }
    for outcome in sending.join_all().await {
        assert!(matches!(outcome, Outcome::Delivered { .. }), "{outcome:?}");
    }
    let seen = server.seen.lock().unwrap();
    assert_eq!((seen.messages.len(), seen.most_under_way), (8, 2));
}

#[tokio::test]
async fn a_server_that_restarts_is_found_again() {
    let server = SmtpServer::start(Manners {
        hangs_up_at: Some("NOOP"),
        ..Manners::default()
    })
    .await;
    let carrier = SmtpCarrier::new(settings(&server, Security::None)).unwrap();
    for _ in 0..2 {
        let outcome = carrier.send(&message("taro@shop.example")).await;
        assert!(matches!(outcome, Outcome::Delivered { .. }), "{outcome:?}");
    }
    assert_eq!(server.seen.lock().unwrap().connections, 2);
}

#[tokio::test]
async fn refusals_of_the_message_are_permanent() {
    for (command, answer) in [
        ("RCPT", "550 5.1.1 no such user"),
        ("RCPT", "553 5.1.3 bad address"),
        ("end of data", "554 5.6.0 content refused"),
        ("end of data", "552 5.3.4 too large"),
    ] {
        let outcome = outcome(Manners {
            answers: vec![(command, answer)],
            ..Manners::default()
        })
        .await;
        let Outcome::Refused {
            permanent: true,
            answer: kept,
        } = &outcome
        else {
            panic!("{answer} gave {outcome:?}")
        };
        let words = answer.split_once(' ').unwrap().1;
        assert!(
            kept.contains(words) && kept.contains(&answer[..3]),
            "{kept}"
        );
    }
}

#[tokio::test]
async fn refusals_for_now_are_not_permanent() {
    for (command, answer) in [
        ("RCPT", "450 4.2.1 try later"),
        ("MAIL", "421 4.3.2 closing"),
        ("end of data", "451 4.3.0 trouble here"),
        ("MAIL", "530 5.7.0 log in first"),
        ("EHLO", "502 what"),
        ("DATA", "503 not now"),
        ("RCPT", "nonsense"),
    ] {
        let outcome = outcome(Manners {
            answers: vec![(command, answer)],
            ..Manners::default()
        })
        .await;
        assert!(is_passing(&outcome), "{answer} gave {outcome:?}");
    }
}

#[tokio::test]
async fn broken_connections_are_passing_failures() {
    for command in ["EHLO", "MAIL", "RCPT", "DATA"] {
        let outcome = outcome(Manners {
            hangs_up_at: Some(command),
            ..Manners::default()
        })
        .await;
        assert!(is_passing(&outcome), "{command}: {outcome:?}");
    }
    let server = SmtpServer::start(Manners::default()).await;
    let carrier = SmtpCarrier::new(settings(&server, Security::None)).unwrap();
    drop(server);
    tokio::task::yield_now().await;
    let outcome = carrier.send(&message("taro@shop.example")).await;
    assert!(is_passing(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let server = SmtpServer::start(Manners {
        silent: true,
        ..Manners::default()
    })
    .await;
    let mut settings = settings(&server, Security::None);
    settings.timeout = Duration::from_millis(50);
    let outcome = SmtpCarrier::new(settings)
        .unwrap()
        .send(&message("taro@shop.example"))
        .await;
    assert!(is_passing(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_to_one_line() {
    let long: &'static str = Box::leak(format!("550 {}", "x".repeat(900)).into_boxed_str());
    let outcome = outcome(Manners {
        answers: vec![("RCPT", long)],
        ..Manners::default()
    })
    .await;
    let Outcome::Refused { answer, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(answer.chars().count(), 500);
    assert!(!answer.contains(['\r', '\n']));
}

#[tokio::test]
async fn starttls_comes_before_anything_worth_reading() {
    let server = SmtpServer::start(Manners {
        tls: Offer::StartTls,
        login: true,
        ..Manners::default()
    })
    .await;
    let mut settings = settings(&server, Security::StartTls);
    settings.login = Some(login("open sesame"));
    let outcome = SmtpCarrier::new(settings)
        .unwrap()
        .send(&message("taro@shop.example"))
        .await;
    assert!(matches!(outcome, Outcome::Delivered { .. }), "{outcome:?}");
    let seen = server.seen.lock().unwrap();
    assert_eq!(seen.before_tls, ["EHLO node1.sekisho.example", "STARTTLS"]);
    assert_eq!(seen.messages.len(), 1);
}

#[tokio::test]
async fn tls_from_the_first_byte() {
    let server = SmtpServer::start(Manners {
        tls: Offer::FromStart,
        ..Manners::default()
    })
    .await;
    let carrier = SmtpCarrier::new(settings(&server, Security::Tls)).unwrap();
    let outcome = carrier.send(&message("taro@shop.example")).await;
    assert!(matches!(outcome, Outcome::Delivered { .. }), "{outcome:?}");
}

#[tokio::test]
async fn no_tls_no_mail() {
    // The server (or somebody between) does not offer STARTTLS.
    let server = SmtpServer::start(Manners {
        login: true,
        ..Manners::default()
    })
    .await;
    let mut settings = settings(&server, Security::StartTls);
    settings.login = Some(login("open sesame"));
    let outcome = SmtpCarrier::new(settings)
        .unwrap()
        .send(&message("taro@shop.example"))
        .await;
    assert!(is_passing(&outcome), "{outcome:?}");
    let commands = server.commands();
    assert!(
        !commands
            .iter()
            .any(|c| c.starts_with("AUTH") || c.starts_with("MAIL")),
        "{commands:?}"
    );
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_gets_no_mail() {
    let server = SmtpServer::start(Manners {
        tls: Offer::StartTls,
        ..Manners::default()
    })
    .await;
    let other = SmtpServer::start(Manners::default()).await;
    let mut untrusted = settings(&server, Security::StartTls);
    untrusted.ca_pem = Some(other.ca_pem.clone());
    let mut other_name = settings(&server, Security::StartTls);
    other_name.host = "127.0.0.1".to_owned();
    for settings in [untrusted, other_name] {
        let outcome = SmtpCarrier::new(settings)
            .unwrap()
            .send(&message("taro@shop.example"))
            .await;
        assert!(is_passing(&outcome), "{outcome:?}");
    }
    assert!(server.seen.lock().unwrap().messages.is_empty());
}

/// A wrong password is for the administrator to mend; the letters wait meanwhile.
#[tokio::test]
async fn a_refused_account_does_not_lose_the_message() {
    let server = SmtpServer::start(Manners {
        login: true,
        ..Manners::default()
    })
    .await;
    let mut settings = settings(&server, Security::None);
    settings.login = Some(login("wrong"));
    let outcome = SmtpCarrier::new(settings)
        .unwrap()
        .send(&message("taro@shop.example"))
        .await;
    let Outcome::Refused {
        permanent: false,
        answer,
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert!(
        answer.contains("535") && !answer.contains("wrong\0"),
        "{answer}"
    );
}

#[tokio::test]
async fn settings_that_would_leak_or_not_work_are_refused() {
    let server = SmtpServer::start(Manners::default()).await;
    for host in [
        "mail.sekisho.example",
        "10.0.0.1",
        "0.0.0.0",
        "127.0.0.1.example",
        "",
    ] {
        let settings = SmtpSettings {
            host: host.to_owned(),
            ..settings(&server, Security::None)
        };
        let refused = SmtpCarrier::new(settings);
        assert!(
            matches!(refused, Err(SettingsError::Unprotected)),
            "{host:?}"
        );
    }
    for host in ["127.0.0.1", "::1", "LOCALHOST"] {
        let settings = SmtpSettings {
            host: host.to_owned(),
            ..settings(&server, Security::None)
        };
        assert!(SmtpCarrier::new(settings).is_ok(), "{host}");
    }
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for pem in ["", "no certificate", broken] {
        let settings = SmtpSettings {
            ca_pem: Some(pem.as_bytes().to_vec()),
            ..settings(&server, Security::StartTls)
        };
        assert!(SmtpCarrier::new(settings).is_err(), "{pem:?}");
    }
}

#[test]
fn passwords_do_not_print() {
    assert!(!format!("{:?}", login("open sesame")).contains("sesame"));
}
