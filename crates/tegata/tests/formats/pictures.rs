//! QR codes: drawn by us and read by others, drawn and read by us, several in one picture.

use std::io::Cursor;
use std::process::Command;

use image::{GrayImage, ImageFormat, Luma, imageops};
use tegata::formats::qr::{Drawing, draw};
use tegata::formats::{self, Format, Gathering, Place, ReadError, WriteOptions};

use crate::given::{Dice, entry, read, summary, try_read, write};

fn code(account: &str) -> Vec<u8> {
    let uri = formats::uri(&entry("GitHub", account)).unwrap();
    draw(&uri, Drawing::Png).unwrap().to_vec()
}

fn gray(png: &[u8]) -> GrayImage {
    image::load_from_memory(png).unwrap().to_luma8()
}

fn encoded(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// A page of this size and shade with pictures laid on it.
fn page(size: (u32, u32), shade: u8, laid: &[(&GrayImage, i64, i64)]) -> GrayImage {
    let mut page = GrayImage::from_pixel(size.0, size.1, Luma([shade]));
    for (picture, x, y) in laid {
        imageops::overlay(&mut page, *picture, *x, *y);
    }
    page
}

fn accounts(picture: &[u8]) -> Vec<String> {
    let reading = read(picture);
    summary(&reading).into_iter().map(|(_, a, _)| a).collect()
}

/// Shows APP-GA-3.
#[test]
fn a_code_is_read_from_png_and_jpeg_large_and_small() {
    let png = code("alice");
    assert_eq!(accounts(&png), ["alice"]);
    let picture = gray(&png);
    assert_eq!(accounts(&encoded(&picture, ImageFormat::Jpeg)), ["alice"]);
    let (width, height) = picture.dimensions();
    for (numerator, denominator) in [(1, 4), (1, 2), (3, 8), (5, 4), (3, 1)] {
        let scaled = imageops::resize(
            &picture,
            width * numerator / denominator,
            height * numerator / denominator,
            imageops::FilterType::Triangle,
        );
        let bytes = encoded(&scaled, ImageFormat::Png);
        assert_eq!(accounts(&bytes), ["alice"], "{numerator}/{denominator}");
    }
}

#[test]
fn several_codes_of_a_screenshot_are_all_read() {
    let names = ["one", "two", "three", "four"];
    let codes: Vec<GrayImage> = names.iter().map(|name| gray(&code(name))).collect();
    let half: Vec<GrayImage> = codes
        .iter()
        .map(|code| {
            let (w, h) = code.dimensions();
            imageops::resize(code, w / 2, h / 2, imageops::FilterType::Triangle)
        })
        .collect();
    // On white, on a gray page, and in dark design with the codes in their own white.
    for shade in [255, 200, 20] {
        let laid: Vec<(&GrayImage, i64, i64)> = half
            .iter()
            .zip([(40, 30), (700, 60), (80, 420), (720, 450)])
            .map(|(code, (x, y))| (code, x, y))
            .collect();
        let picture = page((1280, 900), shade, &laid);
        let mut found = accounts(&encoded(&picture, ImageFormat::Png));
        found.sort();
        assert_eq!(found, ["four", "one", "three", "two"], "on {shade}");
    }
}

#[test]
fn an_inverted_and_a_transparent_code_are_read() {
    let mut picture = gray(&code("night"));
    imageops::invert(&mut picture);
    let dark = page((900, 900), 0, &[(&picture, 100, 100)]);
    assert_eq!(accounts(&encoded(&dark, ImageFormat::Png)), ["night"]);
    let picture = gray(&code("glass"));
    let glass = image::RgbaImage::from_fn(picture.width(), picture.height(), |x, y| {
        let dark = picture.get_pixel(x, y).0 == [0];
        image::Rgba(if dark { [0, 0, 0, 255] } else { [0, 0, 0, 0] })
    });
    let mut bytes = Vec::new();
    glass
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    assert_eq!(accounts(&bytes), ["glass"]);
}

#[test]
fn pictures_without_our_codes_are_told_apart() {
    let blank = encoded(&page((200, 200), 255, &[]), ImageFormat::Png);
    assert_eq!(try_read(&blank, None), Err(ReadError::NoCode));
    let link = draw("https://example.org/", Drawing::Png).unwrap();
    assert_eq!(try_read(&link, None), Err(ReadError::OtherCode));
    let cut = &code("alice")[..200];
    assert_eq!(
        try_read(cut, None),
        Err(ReadError::Damaged(Format::UriList))
    );
}

/// Shows MIG-7..8.
#[test]
fn a_migration_goes_through_pictures_in_any_order() {
    let entries: Vec<_> = (0..14)
        .map(|n| entry("Site", &format!("user{n:02}")))
        .collect();
    let parts = write(Format::GoogleMigration, &entries, &WriteOptions::default()).parts;
    let mut gathering = Gathering::new();
    for part in parts.iter().rev() {
        let uri = std::str::from_utf8(part).unwrap();
        gathering.add(&draw(uri, Drawing::Png).unwrap()).unwrap();
    }
    let reading = gathering.finish(&Dice::new()).unwrap();
    assert_eq!(reading.format, Format::GoogleMigration);
    let names: Vec<String> = summary(&reading).into_iter().map(|(_, a, _)| a).collect();
    assert_eq!(names.len(), 14);
    assert!(names.is_sorted());
    assert_eq!(reading.found[10].place, Place::Code(1, 1));
}

/// Shows MIG-8: what is drawn is read by `zbarimg`, an independent program.
#[test]
fn another_program_reads_our_codes() {
    let folder = std::env::temp_dir().join(format!("tegata-qr-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let entries: Vec<_> = (0..10)
        .map(|n| entry("サイト", &format!("user{n}@example.org")))
        .collect();
    let parts = write(Format::GoogleMigration, &entries, &WriteOptions::default()).parts;
    let migration = String::from_utf8(parts[0].to_vec()).unwrap();
    let plain = formats::uri(&entries[0]).unwrap().to_string();
    for (name, text) in [("migration", migration), ("plain", plain)] {
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, draw(&text, Drawing::Png).unwrap()).unwrap();
        let output = Command::new("zbarimg")
            .args([
                "--quiet",
                "--raw",
                "--nodbus",
                "-Sdisable",
                "-Sqrcode.enable",
            ])
            .arg(&path)
            .output()
            .expect("zbarimg: ./test prepare installs it");
        assert_eq!(
            String::from_utf8(output.stdout).unwrap().trim_end(),
            text,
            "{name}"
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn all_drawings_show_the_same_modules() {
    let text = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";
    let svg = String::from_utf8(draw(text, Drawing::Svg).unwrap().to_vec()).unwrap();
    let side: usize = svg
        .split("viewBox=\"0 0 ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap()
        .parse()
        .unwrap();
    let png = gray(&draw(text, Drawing::Png).unwrap());
    assert_eq!(png.width() as usize, side * 8);
    for (drawing, ink) in [(Drawing::Terminal, false), (Drawing::TerminalLight, true)] {
        let lines = String::from_utf8(draw(text, drawing).unwrap().to_vec()).unwrap();
        let lines: Vec<Vec<char>> = lines.lines().map(|line| line.chars().collect()).collect();
        assert_eq!(lines.len(), side.div_ceil(2));
        for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
            let character = lines[y / 2][x];
            let drawn = match y % 2 {
                0 => "█▀".contains(character),
                _ => "█▄".contains(character),
            };
            let dots = |modules: usize| u32::try_from(modules * 8).unwrap();
            let dark = png.get_pixel(dots(x), dots(y)).0 == [0];
            assert_eq!(drawn, dark == ink, "{drawing:?} {x} {y}");
        }
    }
    assert!(draw(&"x".repeat(5000), Drawing::Png).is_none());
}
