//! Files made to harm: they are refused, and cost little.

use std::io::{Cursor, Write as _};

use tegata::formats::{Format, ReadError, limits};

use crate::given::{entry, file, read, try_read};

#[test]
fn a_file_beyond_the_limit_is_not_looked_at() {
    let huge = vec![b'{'; limits::FILE + 1];
    assert_eq!(try_read(&huge, None), Err(ReadError::TooLarge));
}

#[test]
fn nesting_is_bounded() {
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert_eq!(
            try_read(text.as_bytes(), None),
            Err(ReadError::NotRecognised)
        );
    }
    let deep = format!("<WinAuth>{}</WinAuth>", "<a>".repeat(100_000));
    let damaged = ReadError::Damaged(Format::WinAuthXml);
    assert_eq!(try_read(deep.as_bytes(), None), Err(damaged));
}

#[test]
fn entities_are_not_expanded() {
    let lol = "<!DOCTYPE z [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
               <WinAuth version=\"3.5\"><x>&b;</x></WinAuth>";
    let outside = "<!DOCTYPE z [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>\
                   <WinAuth version=\"3.5\"><x>&a;</x></WinAuth>";
    for text in [lol, outside] {
        let damaged = ReadError::Damaged(Format::WinAuthXml);
        assert_eq!(try_read(text.as_bytes(), None), Err(damaged));
    }
}

#[test]
fn a_zip_bomb_is_refused() {
    let mut bomb = Vec::new();
    let mut zip = zip::ZipWriter::new(Cursor::new(&mut bomb));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("a.txt", options).unwrap();
    let zeros = vec![b'\n'; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    assert!(bomb.len() < 1 << 20, "it is small: {}", bomb.len());
    assert_eq!(try_read(&bomb, None), Err(ReadError::TooLarge));
}

#[test]
fn a_zip_with_other_things_is_not_ours() {
    let mut other = Vec::new();
    let mut zip = zip::ZipWriter::new(Cursor::new(&mut other));
    zip.start_file("a.doc", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.finish().unwrap();
    assert_eq!(try_read(&other, None), Err(ReadError::NotRecognised));
    let damaged = ReadError::Damaged(Format::WinAuthZip);
    assert_eq!(try_read(b"PK\x03\x04nonsense", None), Err(damaged));
}

#[test]
fn a_picture_that_claims_a_gigabyte_is_refused() {
    // The head of a PNG of 40,000 by 40,000 dots; nothing follows.
    let mut png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    png.extend(40_000_u32.to_be_bytes());
    png.extend(40_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0]);
    let checksum = crc32fast::hash(&png[12..]);
    png.extend(checksum.to_be_bytes());
    let refused = try_read(&png, None);
    assert!(
        matches!(refused, Err(ReadError::TooLarge | ReadError::Damaged(_))),
        "{refused:?}"
    );
}

#[test]
fn a_length_beyond_the_message_is_refused() {
    // An entry of 2^60 bytes.
    let payload = b"\x0a\x80\x80\x80\x80\x80\x80\x80\x80\x10";
    let data = data_encoding::BASE64.encode(payload).replace('+', "%2B");
    let uri = format!("otpauth-migration://offline?data={data}");
    let reading = read(uri.as_bytes());
    assert_eq!((reading.found.len(), reading.unreadable.len()), (0, 1));
}

#[test]
fn too_many_entries_and_too_long_names_are_bounded() {
    let line = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP\n";
    let many = line.repeat(limits::ENTRIES + 1);
    assert_eq!(try_read(many.as_bytes(), None), Err(ReadError::TooLarge));
    let name = "あ".repeat(5000);
    let options = tegata::formats::WriteOptions::default();
    let long = file(Format::UriList, &[entry("", &name)], &options);
    let reading = read(&long);
    let account = &reading.found[0].entry.account;
    assert!(account.len() <= limits::NAME && account.chars().all(|c| c == 'あ'));
    assert_eq!(reading.found[0].remarks, [tegata::formats::Remark::NameCut]);
}

/// Found by fuzzing: the cut name ended in a blank, which the next reading took away.
#[test]
fn a_name_that_was_cut_stays_as_it_is_when_it_is_read_again() {
    let name = format!("{} rest", "x".repeat(limits::NAME - 1));
    let options = tegata::formats::WriteOptions::default();
    let long = file(Format::UriList, &[entry("", &name)], &options);
    let once = read(&long).found.remove(0).entry;
    assert_eq!(once.account, "x".repeat(limits::NAME - 1));
    let again = read(&file(
        Format::UriList,
        std::slice::from_ref(&once),
        &options,
    ));
    assert_eq!(again.found[0].entry.account, once.account);
}

#[test]
fn a_file_that_is_cut_off_is_damaged() {
    let whole = crate::given::text(Format::ExtensionJson, &[entry("A", "a")]);
    let cut = &whole.as_bytes()[..whole.len() - 5];
    assert_eq!(
        try_read(cut, None),
        Err(ReadError::Damaged(Format::ExtensionJson))
    );
}
