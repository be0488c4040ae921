//! The made-up application behind a door. Only demo mode has it.

use askama::Template;

use super::{Row, Shell};

/// Who came through the door, as the application sees it.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_door.html")]
pub struct DemoDoorPage {
    /// The frame.
    pub shell: Shell,
    /// What the menu calls the door.
    pub title: String,
    /// The headers that say who came.
    pub headers: Vec<Row>,
    /// What the assertion says, once its signature was checked: JSON.
    pub claims: String,
}
