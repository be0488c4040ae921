//! Writes every page in every state and both languages into a folder, to be looked at:
//! `cargo run -p web --example gallery -- FOLDER`.

mod samples;

use std::fs;
use std::path::Path;

use i18n::{Catalog, Locale};
use web::assets::{ALL, AssetLinks};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery FOLDER")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for asset in ALL {
        fs::write(folder.join(asset.name), asset.bytes)?;
    }
    let catalog = Catalog::load()?;
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>");
    for locale in Locale::ALL {
        let scene = samples::Scene::new(catalog.text(locale), beside());
        for (name, page) in samples::every_page(&scene) {
            let file = format!("{}-{name}.html", locale.code());
            fs::write(folder.join(&file), page)?;
            index = format!("{index}<li><a href={file}>{file}</a>");
        }
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}

/// The files lie beside the pages.
fn beside() -> AssetLinks {
    AssetLinks {
        stylesheet: "app.css".to_owned(),
        script: "app.js".to_owned(),
        passkey_script: "passkey.js".to_owned(),
        icon: "favicon.svg".to_owned(),
        ..AssetLinks::default()
    }
}
