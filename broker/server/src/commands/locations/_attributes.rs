//! What can be changed of a place of any type.

use aq_db::dns_domain;
use aq_db::location::Location;

use crate::command::Cx;
use crate::error::Result;

/// The options that the update commands share; what was not given is `None`, an empty text removes the old value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Attributes<'a> {
    /// Name for people.
    pub fullname: Option<&'a str>,
    /// DNS domain of new names.
    pub default_dns_domain: Option<&'a str>,
    /// Reference into another system.
    pub uri: Option<&'a str>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// Puts the given values into the row; the caller stores it.
pub async fn apply(cx: &mut Cx, place: &mut Location, new: Attributes<'_>) -> Result<()> {
    if let Some(fullname) = new.fullname {
        place.fullname = match fullname.trim() {
            "" => place.name.clone(),
            _ => fullname.to_owned(),
        };
    }
    match new.default_dns_domain {
        None => {}
        Some("") => place.default_dns_domain_id = None,
        Some(domain) => {
            place.default_dns_domain_id = Some(dns_domain::require(cx.db(), domain).await?.id);
        }
    }
    replace(&mut place.uri, new.uri);
    replace(&mut place.comments, new.comments);
    Ok(())
}

fn replace(old: &mut Option<String>, new: Option<&str>) {
    if let Some(text) = new {
        *old = Some(text.to_owned()).filter(|text| !text.is_empty());
    }
}
