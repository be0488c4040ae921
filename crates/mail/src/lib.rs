//! Letters: from a text and its values to MIME, and over SMTP or into a folder.
