//! The environment that the name of a personality ends with.

use aq_db::host_environment::{self, HostEnvironment};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The environment of this name, provided that the name of the personality does not end with another one: people who
/// read `web-prod` must be able to believe it.
pub async fn fitting(cx: &mut Cx, environment: &str, personality: &str) -> Result<HostEnvironment> {
    let known = host_environment::list(cx.db()).await?;
    let wanted = host_environment::require(cx.db(), environment).await?;
    let named = last_part(personality).filter(|part| known.iter().any(|e| e.name == *part));
    if named.is_some_and(|part| part != wanted.name) {
        return Err(CommandError::argument(format!(
            "Environment value in personality name '{personality}' does not match the host environment '{}'.",
            wanted.name
        )));
    }
    Ok(wanted)
}

fn last_part(name: &str) -> Option<String> {
    let (_, part) = name.trim().rsplit_once(['-', '/'])?;
    Some(part.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::last_part;

    #[test]
    fn only_a_part_of_its_own_counts() {
        assert_eq!(last_part("test-qa-DEV").as_deref(), Some("dev"));
        assert_eq!(last_part("web/prod").as_deref(), Some("prod"));
        assert_eq!(last_part("prod"), None);
    }
}
