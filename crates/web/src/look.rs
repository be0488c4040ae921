//! What the brand of an installation looks like: its colours as a stylesheet, its logo and icon.

mod color;

use std::sync::Arc;

pub use color::{Color, ColorFault, Colors};

/// Files of the configuration that pages refer to, each under an address that changes with its
/// content. The shipped look has none.
#[derive(Clone, Debug, Default)]
pub struct Look {
    stylesheet: Option<Served>,
    logo: Option<Served>,
    icon: Option<Served>,
    primary: Option<Color>,
}

/// A picture of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: PictureKind,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The kinds of pictures that every browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Scalable Vector Graphics. Shown as a picture only: browsers run nothing in it.
    Svg,
    /// Portable Network Graphics.
    Png,
}

impl Picture {
    /// The largest picture, in bytes.
    pub const LARGEST: usize = 64 * 1024;

    /// Recognises a picture by its content; `None` when it is neither SVG nor PNG or too large.
    #[must_use]
    pub fn recognise(bytes: Vec<u8>) -> Option<Self> {
        let is_svg = std::str::from_utf8(&bytes).is_ok_and(|text| {
            text.trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with('<')
                && text.contains("<svg")
        });
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            PictureKind::Png
        } else if is_svg {
            PictureKind::Svg
        } else {
            return None;
        };
        (bytes.len() <= Self::LARGEST).then_some(Self { kind, bytes })
    }
}

impl PictureKind {
    /// The value of the header `Content-Type`.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) name: String,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) hash: u64,
}

impl Served {
    fn new(name: String, content_type: &'static str, bytes: &[u8]) -> Self {
        Self {
            name,
            content_type,
            hash: crate::assets::fingerprint(bytes),
            bytes: bytes.into(),
        }
    }

    fn picture(name: &str, picture: &Picture) -> Self {
        let file = format!("{name}.{}", picture.kind.ending());
        Self::new(file, picture.kind.content_type(), &picture.bytes)
    }

    fn href(&self) -> String {
        format!("/assets/{:016x}/{}", self.hash, self.name)
    }
}

impl Look {
    /// A look of colours, logo and icon; what is not given stays as shipped, but a logo without an
    /// icon is the icon as well.
    #[must_use]
    pub fn new(colors: Option<&Colors>, logo: Option<&Picture>, icon: Option<&Picture>) -> Self {
        let css = colors.map(Colors::stylesheet);
        Self {
            stylesheet: css.map(|css| {
                Served::new(
                    "brand.css".to_owned(),
                    "text/css; charset=utf-8",
                    css.as_bytes(),
                )
            }),
            logo: logo.map(|logo| Served::picture("logo", logo)),
            icon: icon.or(logo).map(|icon| Served::picture("icon", icon)),
            primary: colors.map(|colors| colors.primary),
        }
    }

    /// The file at `/assets/{hash}/{name}`.
    pub(crate) fn find(&self, hash: &str, name: &str) -> Option<&Served> {
        let files = [&self.stylesheet, &self.logo, &self.icon];
        let mut files = files.into_iter().flatten();
        files.find(|file| file.name == name && format!("{:016x}", file.hash) == hash)
    }

    /// The colour of buttons and links, `#rrggbb`; `None` as shipped.
    #[must_use]
    pub fn primary(&self) -> Option<String> {
        self.primary.map(|color| color.to_string())
    }

    /// Address of the stylesheet that colours the shipped one.
    #[must_use]
    pub fn stylesheet_href(&self) -> Option<String> {
        self.stylesheet.as_ref().map(Served::href)
    }

    /// Address of the logo.
    #[must_use]
    pub fn logo_href(&self) -> Option<String> {
        self.logo.as_ref().map(Served::href)
    }

    /// Address and type of the icon.
    #[must_use]
    pub fn icon(&self) -> Option<(String, &'static str)> {
        self.icon
            .as_ref()
            .map(|icon| (icon.href(), icon.content_type))
    }
}
