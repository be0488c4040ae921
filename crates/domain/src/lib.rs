//! What a merchant console is and decides: people, credentials, log-in, policies. Pure and total.
