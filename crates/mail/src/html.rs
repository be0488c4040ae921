//! A letter's blocks as HTML: the same words as the plain text, and nothing that is loaded.
//!
//! Mail programs keep only old HTML: tables for the layout, styles on the elements, no style
//! sheet. No colours are set for text and background, so that a dark theme stays readable.

use i18n::Locale;
use zeroize::Zeroizing;

use crate::content::{Block, Content, Shape, neutral};
use crate::letter::Brand;

const FONT: &str = "font-family:'Hiragino Sans','Noto Sans JP',Meiryo,sans-serif;font-size:16px;\
    line-height:1.75;text-align:left";
const TABLE: &str = "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";
/// A grey that keeps 3:1 towards white and towards black (WCAG 1.4.11).
const LINE: &str = "#767676";

/// The whole document.
pub fn html(content: &Content, locale: Locale, brand: &Brand) -> Zeroizing<String> {
    let mut page = Page(Zeroizing::new(String::with_capacity(8192)));
    page.open(&content.subject, locale, brand);
    for block in &content.blocks {
        match block {
            Block::Paragraph(text) => page.paragraph(&flowing(text, locale)),
            Block::Value {
                label,
                value,
                shape,
            } => page.value(label, value, *shape),
        }
    }
    page.signature(&content.signature);
    page.0
}

struct Page(Zeroizing<String>);

impl Page {
    /// As it is.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                other => self.0.push(other),
            }
        }
    }

    fn open(&mut self, subject: &str, locale: Locale, brand: &Brand) {
        for piece in ["<!doctype html>\n<html lang=\"", locale.code(), "\">\n"] {
            self.raw(piece);
        }
        self.raw(
            "<head>\n<meta charset=\"utf-8\">\n\
            <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
            <meta name=\"color-scheme\" content=\"light dark\">\n\
            <meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>",
        );
        self.text(subject);
        self.raw("</title>\n</head>\n<body style=\"margin:0;padding:0\">\n<table ");
        self.raw(TABLE);
        self.raw(
            " width=\"100%\">\n<tr><td align=\"center\" style=\"padding:24px 16px\">\n<table ",
        );
        self.raw(TABLE);
        self.raw(" width=\"560\" style=\"width:100%;max-width:560px\">\n");
        if let Some(color) = &brand.color {
            self.band(color, &brand.service);
        }
        self.raw("<tr><td style=\"");
        self.raw(FONT);
        self.raw("\">\n<h1 style=\"margin:0 0 24px;padding:0 0 12px;font-size:20px;");
        self.raw("line-height:1.5;border-bottom:2px solid ");
        self.raw(LINE);
        self.raw("\">");
        self.text(subject);
        self.raw("</h1>\n");
    }

    /// The service's name, white on its colour: readable in light themes and in dark ones.
    fn band(&mut self, color: &str, service: &str) {
        self.raw("<tr><td bgcolor=\"");
        self.text(color);
        self.raw("\" style=\"background-color:");
        self.text(color);
        self.raw(";color:#ffffff;padding:12px 16px;font-weight:bold;");
        self.raw(FONT);
        self.raw("\">");
        self.text(&neutral(service));
        self.raw("</td></tr>\n<tr><td height=\"24\"></td></tr>\n");
    }

    fn paragraph(&mut self, lines: &[String]) {
        self.raw("<p style=\"margin:0 0 20px\">");
        self.lines(lines);
        self.raw("</p>\n");
    }

    fn lines(&mut self, lines: &[String]) {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.raw("<br>\n");
            }
            self.text(line);
        }
    }

    fn value(&mut self, label: &str, value: &str, shape: Shape) {
        self.raw("<p style=\"margin:0;font-size:14px\">");
        self.text(label);
        self.raw("</p>\n");
        match shape {
            Shape::Open if value.starts_with("https://") || value.starts_with("http://") => {
                self.raw("<p style=\"margin:0 0 20px;word-break:break-all\"><a href=\"");
                self.text(value);
                self.raw("\">");
                self.text(value);
                self.raw("</a></p>\n");
            }
            Shape::Copy => self.copied(value),
            Shape::Open | Shape::Read => {
                self.raw("<p style=\"margin:0 0 20px;font-weight:bold;word-break:break-word\">");
                self.text(value);
                self.raw("</p>\n");
            }
        }
    }

    /// In a box of its own, with nothing around it that a copy could take along.
    fn copied(&mut self, value: &str) {
        self.raw("<table ");
        self.raw(TABLE);
        self.raw(
            " style=\"margin:4px 0 20px\"><tr><td style=\"padding:12px 20px;border:1px solid ",
        );
        self.raw(LINE);
        self.raw(
            ";border-radius:6px;font-family:Consolas,Menlo,monospace;font-size:22px;\
            font-weight:bold;letter-spacing:2px\"><span style=\"user-select:all\">",
        );
        self.text(value);
        self.raw("</span></td></tr></table>\n");
    }

    fn signature(&mut self, lines: &[String]) {
        self.raw(
            "<p style=\"margin:32px 0 0;padding:16px 0 0;font-size:14px;border-top:1px solid ",
        );
        self.raw(LINE);
        self.raw("\">");
        self.lines(lines);
        self.raw("</p>\n</td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n");
    }
}

/// The lines that stay apart where the window decides on the width: points of a list, and what
/// follows a colon. The others were broken only to fit a narrow window.
fn flowing(text: &str, locale: Locale) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut() {
            Some(last)
                if !is_point(line) && !last.ends_with(['\u{ff1a}', ':']) && !is_point(last) =>
            {
                if locale == Locale::En {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn is_point(line: &str) -> bool {
    line.starts_with(['\u{30fb}', '*'])
}
