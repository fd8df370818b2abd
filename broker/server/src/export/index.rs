//! `profiles-info.xml`: what CCM and the notification of clients go by.

use aq_db::profile::IndexEntry;

/// Name of the index beside the profiles.
pub const NAME: &str = "profiles-info.xml";

/// The index in the reference's form: one element per profile, `mtime` in seconds since 1970, sorted by name.
pub fn render(entries: &[IndexEntry]) -> String {
    let mut text = String::from("<?xml version='1.0' encoding='utf-8'?>\n<profiles>\n");
    for entry in entries {
        // Object names are restricted to characters that need no escaping in XML.
        text.push_str(&format!(
            "<profile mtime='{}'>{}.xml</profile>\n",
            entry.modified.unix_timestamp(),
            entry.object
        ));
    }
    text.push_str("</profiles>\n");
    text
}
