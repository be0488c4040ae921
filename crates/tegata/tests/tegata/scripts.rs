//! What scripts rely on: JSON without secrets, exit codes, checks, papers.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::runner::{KEY, Person};

#[test]
fn no_answer_in_json_has_a_key_in_it() {
    let person = Person::with(&["one"]);
    let uri = format!("otpauth://totp/two?secret={KEY}\n");
    let file = person.file("a.txt", uri.as_bytes());
    let export = person.text_path("out");
    let commands: [&[&str]; 12] = [
        &["list"],
        &["code"],
        &["code", "one"],
        &["import", &file, "--differing", "beside", "--yes"],
        &["export", "otpauth", &export, "--yes"],
        &["verify-backup", &export],
        &["doctor"],
        &["rename", "one", "three"],
        &["pin", "three"],
        &["move", "three", "1"],
        &["remove", "three"],
        &["list", "--bin"],
    ];
    for command in commands {
        let answer = person.json(command, "").to_string();
        assert!(!answer.contains(KEY), "{command:?}: {answer}");
        assert!(!answer.contains("48656c6c6f"), "{command:?}: {answer}");
    }
}

#[test]
fn a_backup_is_compared_with_the_vault() {
    let person = Person::with(&["one"]);
    let copy = person.text_path("copy.tegata");
    std::fs::copy(person.vault(), &copy).unwrap();
    person.done(&["verify-backup", &copy], "");
    person.done(&["add", "two"], "GEZDGNBVGY3TQOJQ\n");
    let ran = person.run(&["verify-backup", &copy], "");
    assert_eq!(ran.code, 10, "{ran:?}");
    assert!(
        ran.out.contains("two") && ran.out.contains("1 of 2"),
        "{ran:?}"
    );
    let json = person.json(&["verify-backup", &copy], "");
    assert_eq!(json["complete"], false);
    person.refused(&["verify-backup", "nowhere"], "", 6);
    let damaged = person.file("damaged", &std::fs::read(&copy).unwrap()[..60]);
    person.refused(&["verify-backup", &damaged], "", 7);
}

#[test]
fn a_sealed_copy_opens_by_itself_as_long_as_it_is_of_the_same_vault() {
    let (person, _) = Person::with_sealed_vault();
    let copy = person.text_path("copy.tegata");
    std::fs::copy(person.vault(), &copy).unwrap();
    person.done(&["verify-backup", &copy], "correct horse\n");
    let (other, _) = Person::with_sealed_vault();
    let input = "correct horse\ncorrect horse\n";
    other.done(&["verify-backup", &copy], input);
    other.refused(&["verify-backup", &copy], "correct horse\nwrong\n", 5);
}

#[test]
fn the_clock_is_compared_with_what_the_person_names() {
    let person = Person::with_open_vault();
    let ran = person.done(&["doctor"], "");
    assert!(ran.out.contains("not checked"), "{ran:?}");
    let ran = person.run(&["doctor", "--reference", "2001-01-01T00:00:00Z"], "");
    assert_eq!(ran.code, 10);
    assert!(ran.out.contains("ahead"), "{ran:?}");
    let ran = person.run(&["doctor", "--reference", "32503680000"], "");
    assert!(ran.out.contains("behind"), "{ran:?}");
    person.refused(&["doctor", "--reference", "noon"], "", 1);
    let head = "HTTP/2 200\r\nserver: x\r\ndate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\n";
    let ran = person.run(&["doctor", "--reference-file", "-"], head);
    assert!(ran.out.contains("ahead"), "{ran:?}");
}

#[test]
fn a_web_server_tells_the_time() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 1024];
        let length = stream.read(&mut asked).unwrap();
        let answer = "HTTP/1.0 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&asked[..length]).into_owned()
    });
    let person = Person::with_open_vault();
    let json = person.json(&["doctor", "--reference-host", &address], "");
    assert!(json["clock_seconds_ahead"].as_i64().unwrap() > 900_000_000);
    let asked = server.join().unwrap();
    assert!(
        asked.starts_with("HEAD / HTTP/1.0\r\nHost: 127.0.0.1\r\n"),
        "{asked}"
    );
    person.refused(&["doctor", "--reference-host", "127.0.0.1:1"], "", 1);
}

#[test]
fn weak_keys_and_twins_are_found() {
    let person = Person::with(&["one"]);
    person.done(&["add", "twin"], &format!("{KEY}\n"));
    person.done(&["add", "zero"], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    let ran = person.run(&["doctor"], "");
    assert_eq!(ran.code, 10);
    for word in ["80 bits", "pattern", "same key: one, twin", "no password"] {
        assert!(ran.out.contains(word), "{word}: {ran:?}");
    }
}

#[test]
fn shells_and_manuals_get_what_they_want() {
    let person = Person::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = person.done(&["completions", shell], "").out;
        assert!(script.contains("verify-backup"), "{shell}");
    }
    let page = person.done(&["man"], "").out;
    assert!(page.contains(".TH tegata"), "{page}");
    for command in ["INIT", "IMPORT", "VERIFY"] {
        assert!(page.contains(command), "{command}");
    }
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let person = Person::with(&["one"]);
    let mut child = person.start(&["list"], b"");
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    assert_eq!(output.status.code(), Some(0));
}
