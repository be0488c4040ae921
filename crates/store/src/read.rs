//! Reading columns as domain values.

use crate::error::Cause;
use crate::{Row, StoreError};
use domain::time::Timestamp;

/// A column holds what the schema forbids: damage, for the log.
pub(crate) fn fault(column: &'static str) -> StoreError {
    StoreError::Fault(Cause::own(
        "READ",
        format!("column {column} holds no valid value"),
    ))
}

pub(crate) fn moment(row: &Row, column: &str) -> Result<Timestamp, StoreError> {
    row.int(column).map(Timestamp::from_micros)
}

pub(crate) fn moment_or_null(row: &Row, column: &str) -> Result<Option<Timestamp>, StoreError> {
    Ok(row.int_or_null(column)?.map(Timestamp::from_micros))
}
