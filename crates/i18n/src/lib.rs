//! Japanese and English texts, with typed keys.
