//! Use cases: load, decide in domain, save with audit and mail in one transaction.
