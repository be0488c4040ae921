//! Colours and their contrast (WCAG 2.2, 1.4.3 and 1.4.11).

use std::fmt;
use std::str::FromStr;

/// An sRGB colour, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

const WHITE: Color = Color([255; 3]);
const BLACK: Color = Color([0; 3]);
/// The shipped stylesheet's text, and its cards in dark colours.
const INK: Color = Color([0x1a, 0x1a, 0x1a]);
const DARK_CARD: Color = Color([0x1a, 0x1d, 0x25]);
/// For text (1.4.3).
const ENOUGH: f64 = 4.5;

impl FromStr for Color {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, red, green, blue] = number.ok_or(())?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Color {
    /// The ratio of contrast towards another colour, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// `percent` of `other` and the rest of this colour.
    fn mixed(self, other: Self, percent: u16) -> Self {
        let mix = |own: u8, other: u8| {
            let sum = u16::from(own) * (100 - percent) + u16::from(other) * percent;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        let ([r, g, b], [r2, g2, b2]) = (self.0, other.0);
        Self([mix(r, r2), mix(g, g2), mix(b, b2)])
    }

    /// Mixed with `other` in steps until it can be read on `ground`.
    fn until_readable(self, other: Self, ground: Self) -> Self {
        (0..=20)
            .map(|step| self.mixed(other, step * 5))
            .find(|color| color.contrast(ground) >= ENOUGH)
            .unwrap_or(other)
    }
}

/// The colours of a brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    /// Of buttons and links.
    pub primary: Color,
    /// Of buttons and links under the pointer.
    pub hover: Color,
    /// Behind the service's name at the top; in light colours only.
    pub header: Color,
}

/// A colour with which something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorFault {
    /// `primary`, `hover` or `header`.
    pub key: &'static str,
    /// What has to be changed.
    pub demand: &'static str,
}

impl Colors {
    /// The colours that follow from one.
    #[must_use]
    pub fn of(primary: Color) -> Self {
        Self {
            primary,
            hover: primary.mixed(BLACK, 25),
            header: WHITE,
        }
    }

    /// What could not be read in these colours (WCAG 2.2 AA), all of it.
    #[must_use]
    pub fn faults(&self) -> Vec<ColorFault> {
        let checks = [
            (
                self.primary.contrast(WHITE),
                "primary",
                "its contrast to white is below 4.5 : 1, so buttons and links could not be read; \
                 take a darker one",
            ),
            (
                self.hover.contrast(WHITE),
                "hover",
                "its contrast to white is below 4.5 : 1; take a darker one",
            ),
            (
                self.header.contrast(INK),
                "header",
                "its contrast to the dark text on it is below 4.5 : 1; take a lighter one",
            ),
            (
                self.header.contrast(self.primary),
                "header",
                "its contrast to the links on it (primary) is below 4.5 : 1; take a lighter one",
            ),
        ];
        let wrong = checks
            .into_iter()
            .filter(|(contrast, ..)| *contrast < ENOUGH);
        wrong
            .map(|(_, key, demand)| ColorFault { key, demand })
            .collect()
    }

    /// What is laid over the shipped stylesheet.
    pub(super) fn stylesheet(&self) -> String {
        let Self {
            primary,
            hover,
            header,
        } = self;
        let (press, soft) = (primary.mixed(BLACK, 45), primary.mixed(WHITE, 92));
        let key = primary.until_readable(WHITE, DARK_CARD);
        let (strong, bright) = (key.mixed(WHITE, 40), key.mixed(WHITE, 75));
        let (dark_soft, on_key) = (
            DARK_CARD.mixed(*primary, 25),
            primary.until_readable(BLACK, key),
        );
        format!(
            ":root {{ --key: {primary}; --key-strong: {hover}; --key-press: {press}; \
             --key-soft: {soft}; --on-key: {WHITE}; --header: {header}; }}\n\
             @media (prefers-color-scheme: dark) {{ :root {{ --key: {key}; \
             --key-strong: {strong}; --key-press: {bright}; --key-soft: {dark_soft}; \
             --on-key: {on_key}; --header: {DARK_CARD}; }} }}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Colors, WHITE};

    fn color(text: &str) -> Color {
        text.parse().unwrap()
    }

    #[test]
    fn colors_are_read_and_written() {
        assert_eq!(color("#0A1b2C").to_string(), "#0a1b2c");
        for bad in [
            "", "#fff", "0a1b2c", "#0a1b2g", "#+a1b2c", "red", "#0a1b2c0",
        ] {
            assert!(bad.parse::<Color>().is_err(), "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((color("#000000").contrast(WHITE) - 21.0).abs() < 0.001);
        assert!((color("#767676").contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn colors_that_cannot_be_read_are_named() {
        assert_eq!(Colors::of(color("#7a1f5c")).faults(), []);
        let pale = Colors::of(color("#ffcc00"));
        let keys: Vec<_> = pale.faults().iter().map(|fault| fault.key).collect();
        assert_eq!(keys, ["primary", "hover", "header"]);
        let dark = Colors {
            header: color("#7a1f5c"),
            ..Colors::of(color("#7a1f5c"))
        };
        assert_eq!(dark.faults().len(), 2);
    }

    /// Whatever the colour, what follows from it can be read in dark colours, too.
    #[test]
    fn dark_colors_can_be_read() {
        for text in ["#000000", "#7a1f5c", "#0017c1", "#006400", "#b00000"] {
            let css = Colors::of(color(text)).stylesheet();
            let dark = css.split("dark)").nth(1).unwrap();
            let value = |name: &str| {
                let rest = dark.split(&format!("{name}: ")).nth(1).unwrap();
                color(rest.split(';').next().unwrap())
            };
            let (key, card) = (value("--key"), value("--header"));
            assert!(key.contrast(card) >= 4.5, "{text}");
            assert!(value("--on-key").contrast(key) >= 4.5, "{text}");
            assert!(value("--key-strong").contrast(card) >= 4.5, "{text}");
            assert!(
                value("--key").contrast(value("--key-soft")) >= 3.0,
                "{text}"
            );
        }
    }
}
