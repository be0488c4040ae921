//! XML as a tree of elements, bounded. There is no document type declaration, so no entities but
//! the five that are always there.

use super::super::limits;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The most elements of one document.
const MOST_ELEMENTS: usize = 1_000_000;

/// An element with what is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name, without prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Its own text, that of its elements left out.
    pub(super) text: String,
    /// The elements in it.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// Reads a document; none if it is not well formed, declares a document type, or is deeper
    /// than [`limits::XML_DEPTH`].
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        let mut left = MOST_ELEMENTS;
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => {
                    left = left.checked_sub(1)?;
                    if open.len() > limits::XML_DEPTH {
                        return None;
                    }
                    open.push(Self::start(&start)?);
                }
                Event::Empty(start) => {
                    left = left.checked_sub(1)?;
                    open.last_mut()?.children.push(Self::start(&start)?);
                }
                Event::End(_) => {
                    let element = open.pop()?;
                    open.last_mut()?.children.push(element);
                }
                Event::Text(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::CData(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => open.last_mut()?.text.push(character(&name)?),
                Event::DocType(_) => return None,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        let mut document = open.pop().filter(|_| open.is_empty())?;
        let root = document.children.pop()?;
        document.children.is_empty().then_some(root)
    }

    fn start(start: &BytesStart<'_>) -> Option<Self> {
        let mut element = Self {
            name: start.local_name().as_ref().to_owned(),
            ..Self::default()
        };
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()?
                .into_owned();
            let name = attribute.key.local_name().as_ref().to_owned();
            element.attributes.push((name, value));
        }
        Some(element)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first element in it with that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children
            .iter()
            .find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// The text of the first element in it with that name, if it has any.
    pub(super) fn child_text(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text.trim();
        (!text.is_empty()).then_some(text)
    }
}

/// What a reference stands for.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_attributes_and_references_are_read() {
        let root = Element::parse(
            "\u{feff}<?xml version=\"1.0\"?><!-- x --><a k=\"1 &lt; 2\"><b>x &amp; &#x79;<![CDATA[<]]></b><c/></a>",
        );
        // The mark at the start is taken away before, here it is text outside of the root.
        let root = root.unwrap();
        assert_eq!(root.attribute("K"), Some("1 < 2"));
        assert_eq!(root.child_text("b"), Some("x & y<"));
        assert_eq!(root.child_text("c"), None);
    }

    #[test]
    fn tricks_are_refused() {
        let deep = "<a>".repeat(100) + &"</a>".repeat(100);
        for text in [
            "<!DOCTYPE a [<!ENTITY x \"lol\">]><a>&x;</a>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
            "<a>&x;</a>",
            "<a><b></a>",
            "<a>",
            "<a/><b/>",
            "",
            "text",
            deep.as_str(),
        ] {
            assert!(Element::parse(text).is_none(), "{text}");
        }
    }
}
