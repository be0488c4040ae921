//! Pictures of our own pages for the help topics. `e2e/help-pictures.mjs` makes them anew.

use i18n::Locale;

use crate::assets::Asset;

/// A picture of one page in both languages.
struct Picture {
    name: &'static str,
    ja: Asset,
    en: Asset,
}

macro_rules! picture {
    ($name:literal) => {
        Picture {
            name: $name,
            ja: Asset::new(
                concat!("help-", $name, "-ja.png"),
                "image/png",
                include_bytes!(concat!("../../assets/help/", $name, "-ja.png")),
            ),
            en: Asset::new(
                concat!("help-", $name, "-en.png"),
                "image/png",
                include_bytes!(concat!("../../assets/help/", $name, "-en.png")),
            ),
        }
    };
}

const PICTURES: [Picture; 9] = [
    picture!("login"),
    picture!("reset"),
    picture!("reset-link"),
    picture!("password"),
    picture!("secret"),
    picture!("users"),
    picture!("user-form"),
    picture!("user-confirm"),
    picture!("user-edit"),
];

/// The picture of that name.
#[must_use]
pub fn find(name: &str, locale: Locale) -> Option<Asset> {
    let mut pictures = PICTURES.into_iter();
    pictures
        .find(|picture| picture.name == name)
        .map(|picture| match locale {
            Locale::Ja => picture.ja,
            Locale::En => picture.en,
        })
}

/// Every picture.
pub fn all() -> impl Iterator<Item = Asset> {
    PICTURES
        .into_iter()
        .flat_map(|picture| [picture.ja, picture.en])
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn pictures_stay_within_their_budget() {
        let mut total = 0;
        for picture in all() {
            let size = picture.bytes.len();
            assert!(size <= 25 * 1024, "{}: {size}", picture.name);
            total += size;
        }
        assert!(total <= 600 * 1024, "{total}");
    }
}
