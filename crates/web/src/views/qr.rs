//! A QR code as inline SVG, without attributes that a strict content policy refuses.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// Blank modules around the code that readers need (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// Draws `payload` black on white; nothing when it is too long for a QR code (some
/// 2,300 bytes).
#[must_use]
pub(super) fn svg(payload: &str) -> Option<String> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let _ = write!(
                    path,
                    "M{} {}h{}v1h-{}z",
                    x + QUIET,
                    y + QUIET,
                    run.len(),
                    run.len()
                );
            }
            x += run.len();
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" aria-hidden=\"true\"><rect width=\"{side}\" \
         height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_every_dark_module_inside_the_quiet_zone() {
        let payload = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";
        let code = QRBuilder::new(payload).ecl(ECL::M).build().unwrap();
        let dark = code.data[..code.size * code.size]
            .iter()
            .filter(|m| m.value())
            .count();
        let drawn = svg(payload).unwrap();
        let path = drawn
            .split(" d=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let runs: Vec<Vec<usize>> = path
            .split('z')
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.split(|c: char| !c.is_ascii_digit())
                    .filter(|n| !n.is_empty())
                    .map(|n| n.parse().unwrap())
                    .collect()
            })
            .collect();
        assert_eq!(runs.iter().map(|run| run[2]).sum::<usize>(), dark);
        let last = QUIET + code.size;
        assert!(
            runs.iter()
                .all(|run| run[0] >= QUIET && run[0] + run[2] <= last)
        );
        assert!(runs.iter().all(|run| run[1] >= QUIET && run[1] < last));
    }

    #[test]
    fn refuses_what_no_code_can_hold() {
        assert_eq!(svg(&"x".repeat(4000)), None);
    }
}
