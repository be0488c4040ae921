//! Drawing a QR code (ISO/IEC 18004).

use fast_qr::{ECL, QRBuilder, QRCode};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Blank modules around the code that readers need (clause 6.3.8).
const QUIET: usize = 4;

/// Dots of a PNG to one module: large enough for a phone before a screen.
const DOTS: usize = 8;

/// How a code is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// An SVG document, black on white.
    Svg,
    /// A PNG, black on white.
    Png,
    /// Lines of half blocks, for a terminal with light text on a dark background: what is drawn
    /// is the white of the code.
    Terminal,
    /// As [`Drawing::Terminal`], for dark text on a light background.
    TerminalLight,
}

/// Draws `text`; none when it is too long for a code (2,331 bytes). The drawing shows what the
/// text holds, secrets included.
#[must_use]
pub fn draw(text: &str, drawing: Drawing) -> Option<Zeroizing<Vec<u8>>> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let modules = Modules::of(&code);
    let bytes = match drawing {
        Drawing::Svg => modules.svg().into_bytes(),
        Drawing::Png => modules.png()?,
        Drawing::Terminal => modules.half_blocks(false).into_bytes(),
        Drawing::TerminalLight => modules.half_blocks(true).into_bytes(),
    };
    Some(Zeroizing::new(bytes))
}

/// The modules of a code with the blank ones around it, row by row; true is dark.
struct Modules {
    rows: Vec<Vec<bool>>,
}

impl Modules {
    fn of(code: &QRCode) -> Self {
        let side = code.size + 2 * QUIET;
        let blank = || vec![false; side];
        let rows = code.data.chunks(code.size).take(code.size).map(|row| {
            let mut modules = vec![false; QUIET];
            modules.extend(row.iter().map(|module| module.value()));
            modules.resize(side, false);
            modules
        });
        let mut all: Vec<Vec<bool>> = (0..QUIET).map(|_| blank()).collect();
        all.extend(rows);
        all.resize_with(side, blank);
        Self { rows: all }
    }

    fn svg(&self) -> String {
        let side = self.rows.len();
        let mut path = String::new();
        for (y, row) in self.rows.iter().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    let len = run.len();
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{x} {y}h{len}v1h-{len}z");
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" \
             fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>\n"
        )
    }

    fn png(&self) -> Option<Vec<u8>> {
        let mut dots = Vec::with_capacity((self.rows.len() * DOTS).pow(2));
        for row in &self.rows {
            for _ in 0..DOTS {
                for module in row {
                    let shade = if *module { 0 } else { 255 };
                    dots.extend([shade; DOTS]);
                }
            }
        }
        let side = u32::try_from(self.rows.len() * DOTS).ok()?;
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(&dots, side, side, ExtendedColorType::L8)
            .ok()?;
        Some(png)
    }

    /// Two rows to a line of text; `ink` is the shade that characters are drawn for.
    fn half_blocks(&self, ink: bool) -> String {
        let mut text = String::new();
        for pair in self.rows.chunks(2) {
            let upper = pair.first().into_iter().flatten();
            // Below the last row of an odd number there is nothing to draw.
            let lower = pair.get(1).into_iter().flatten().map(|dark| *dark == ink);
            for (upper, lower) in upper.zip(lower.chain(std::iter::repeat(false))) {
                text.push(match (*upper == ink, lower) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            text.push('\n');
        }
        text
    }
}
