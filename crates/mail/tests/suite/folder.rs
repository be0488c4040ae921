//! Mail into a folder, and out of it again.

use std::time::Duration;

use crate::support::{at, brand, letter, posting};
use i18n::{Catalog, Locale};
use mail::{
    Carrier as _, Composed, FolderCarrier, Inbox, LetterTemplate, Outcome, Posting, compose,
};

fn message(id: &str, later: Duration) -> Composed {
    let catalog = Catalog::load().unwrap();
    let posting = Posting {
        message_id: id.to_owned(),
        date: at() + later,
        ..posting("taro@shop.example")
    };
    compose(
        &catalog,
        &brand(),
        &letter(
            Locale::Ja,
            LetterTemplate::Locked {
                known_browsers: true,
            },
        ),
        &posting,
    )
    .unwrap()
}

#[tokio::test]
async fn files_sort_by_time_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let carrier = FolderCarrier::open(folder.path().join("mail"))
        .await
        .unwrap();
    let later = message("a", Duration::from_secs(1));
    let earlier = message("b", Duration::ZERO);
    for composed in [&later, &earlier] {
        assert!(matches!(
            carrier.send(composed).await,
            Outcome::Delivered { .. }
        ));
    }
    let inbox = Inbox::new(carrier.folder());
    let names = inbox.names().await.unwrap();
    assert_eq!(
        names,
        ["001717405502123456-a.eml", "001717405501123456-b.eml"]
    );
    let received = inbox.read(&names[0]).await.unwrap().unwrap();
    assert_eq!(received.subject, "ロックのお知らせ-「関所」");
    assert_eq!(received.to, "taro@shop.example");
    assert_eq!(received.message_id, "a@sekisho.example");
    assert_eq!(
        std::fs::read(carrier.folder().join(&names[0])).unwrap(),
        later.bytes()
    );
}

#[tokio::test]
async fn a_second_try_is_no_second_mail() {
    let folder = tempfile::tempdir().unwrap();
    let carrier = FolderCarrier::open(folder.path()).await.unwrap();
    for _ in 0..2 {
        carrier.send(&message("a", Duration::ZERO)).await;
    }
    assert_eq!(Inbox::new(folder.path()).names().await.unwrap().len(), 1);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing unfinished is left"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn letters_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let carrier = FolderCarrier::open(parent.path().join("mail"))
        .await
        .unwrap();
    carrier.send(&message("a", Duration::ZERO)).await;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(carrier.folder()), 0o700);
    assert_eq!(
        mode(&carrier.folder().join("001717405501123456-a.eml")),
        0o600
    );
}

#[tokio::test]
async fn a_folder_that_went_away_is_a_passing_failure() {
    let folder = tempfile::tempdir().unwrap();
    let carrier = FolderCarrier::open(folder.path().join("mail"))
        .await
        .unwrap();
    std::fs::remove_dir(carrier.folder()).unwrap();
    let outcome = carrier.send(&message("a", Duration::ZERO)).await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                permanent: false,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_file_in_the_way_is_a_passing_failure_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let carrier = FolderCarrier::open(folder.path()).await.unwrap();
    // A folder of the final name: the rename fails after the file was written.
    std::fs::create_dir(folder.path().join("001717405501123456-a.eml")).unwrap();
    let outcome = carrier.send(&message("a", Duration::ZERO)).await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                permanent: false,
                ..
            }
        ),
        "{outcome:?}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn an_inbox_shows_messages_only() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("mail");
    let inbox = Inbox::new(&folder);
    assert!(
        inbox.names().await.unwrap().is_empty(),
        "no folder, no mail"
    );
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(parent.path().join("1.eml"), "Subject: outside\r\n\r\nx").unwrap();
    for name in ["note.txt", ".1.eml.part", "x.eml", "1 .eml"] {
        std::fs::write(folder.join(name), "Subject: x\r\n\r\nx").unwrap();
    }
    assert!(inbox.names().await.unwrap().is_empty());
    for name in [
        "../1.eml",
        "1.eml",
        "/etc/hostname",
        "..",
        "",
        "note.txt",
        "1\0.eml",
    ] {
        assert!(inbox.read(name).await.unwrap().is_none(), "{name:?}");
    }
}
