//! Who may change networks. Those of the default environment are often maintained by another system.

use aq_auth::policy::Decision;
use aq_db::network_environment::NetworkEnvironment;

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Refuses a caller who may not change networks of this environment, as the policy says
/// (`default_network_environment_roles`).
pub fn check(cx: &Cx, environment: &NetworkEnvironment) -> Result<()> {
    let role = &cx.caller.role;
    match cx
        .app
        .policy
        .decide_network_environment(role, &environment.name, environment.is_default)
    {
        Decision::Allow => Ok(()),
        Decision::Deny(denial) => Err(CommandError::forbidden(denial.to_string())),
    }
}
