//! SQL statements as constants, so that a test can prepare every one of them on both engines.

use crate::Engine;

/// One SQL statement, usually with one text for both engines.
///
/// Declare statements with [`statements!`](crate::statements); placeholders are `$1`, `$2`, …
/// on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    parameters: usize,
}

impl Statement {
    /// A statement whose text is the same on both engines.
    #[must_use]
    pub const fn shared(name: &'static str, sql: &'static str) -> Self {
        Self::per_engine(name, sql, sql)
    }

    /// The named exception: a statement whose text differs between the engines.
    ///
    /// Both texts take the same parameters; [`Statement::parameters`] is the larger count.
    #[must_use]
    pub const fn per_engine(
        name: &'static str,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Self {
        let (in_sqlite, in_postgres) = (count_parameters(sqlite), count_parameters(postgres));
        let parameters = if in_sqlite > in_postgres {
            in_sqlite
        } else {
            in_postgres
        };
        Self {
            name,
            sqlite,
            postgres,
            parameters,
        }
    }

    /// The name it was declared with; it stands in errors, logs and statement lists.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The SQL text for `engine`.
    #[must_use]
    pub const fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    /// How many values the statement takes: the highest `$n` in its text.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        self.parameters
    }
}

/// The highest `$n` in `sql`. SQLite would take a missing value as NULL without a word, so the
/// count is compared before a statement is sent.
const fn count_parameters(sql: &str) -> usize {
    let mut rest = sql.as_bytes();
    let mut highest = 0;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'$' {
            continue;
        }
        let mut number = 0;
        while let Some((&digit @ b'0'..=b'9', tail)) = rest.split_first() {
            number = number * 10 + (digit - b'0') as usize;
            rest = tail;
        }
        if number > highest {
            highest = number;
        }
    }
    highest
}

/// Declares the statements of a module as constants and lists them in `ALL`.
///
/// ```
/// store::statements! {
///     /// Why the statement exists.
///     FIND_SHOP = "SELECT name FROM shop WHERE id = $1";
///     SHOPS = joined("SELECT COUNT(*) AS shops ", "FROM shop");
///     TODAY = sqlite "SELECT date('now') AS day", postgres "SELECT current_date::text AS day";
/// }
/// # fn main() { assert_eq!(ALL.len(), 3); assert_eq!(FIND_SHOP.parameters(), 1); }
/// ```
///
/// `ALL` must be added to the list that [`every_statement`](crate::every_statement) walks.
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $($text:literal)? $(joined($($piece:tt)+))? $(sqlite $sqlite:literal, postgres $postgres:literal)?;)+) => {
        $(
            $(#[$meta])*
            pub(crate) const $name: $crate::Statement = $crate::statements!(
                @one $name $($text)? $(joined($($piece)+))? $(sqlite $sqlite, postgres $postgres)?
            );
        )+
        /// Every statement of this module.
        pub(crate) const ALL: &[$crate::Statement] = &[$($name),+];
    };
    (@one $name:ident $text:literal) => {
        $crate::Statement::shared(stringify!($name), $text)
    };
    (@one $name:ident joined($($piece:tt)+)) => {
        $crate::Statement::shared(stringify!($name), concat!($($piece)+))
    };
    (@one $name:ident sqlite $sqlite:literal, postgres $postgres:literal) => {
        $crate::Statement::per_engine(stringify!($name), $sqlite, $postgres)
    };
}
