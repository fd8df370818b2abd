//! Personalities.

use super::{Feature, FeatureParameter};

/// Stages of a personality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// In use.
    Current,
    /// In preparation.
    Next,
    /// Replaced by the last promotion.
    Previous,
}

impl Stage {
    /// The word used in names and profiles.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Previous => "previous",
        }
    }

    /// The stage with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Current, Self::Next, Self::Previous]
            .into_iter()
            .find(|stage| stage.as_str() == name)
    }
}

/// A GRN attached for a purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GrnTarget {
    /// The purpose: `esp`, `hlmplus`, ...
    pub target: String,
    /// Number of the GRN.
    pub eon_id: i32,
}

/// One stage of a personality: unique template `personality/<name>[+stage]/config` of its archetype.
#[derive(Debug, Clone, PartialEq)]
pub struct Personality {
    /// Archetype.
    pub archetype: String,
    /// Name.
    pub name: String,
    /// Stage.
    pub stage: Stage,
    /// False for personalities that have only one stage.
    pub staged: bool,
    /// GRNs by purpose.
    pub grns: Vec<GrnTarget>,
    /// Number of the owning GRN.
    pub owner_eon_id: i32,
    /// Users with root access.
    pub root_users: Vec<String>,
    /// Netgroups with root access.
    pub root_netgroups: Vec<String>,
    /// Parameters of the bound host features.
    pub parameters: Vec<FeatureParameter>,
    /// Host features included before the site's own personality template.
    pub pre_features: Vec<Feature>,
    /// Host features included after it.
    pub post_features: Vec<Feature>,
    /// Environment: `dev`, `qa`, `prod`, ... `legacy` is not shown in profiles.
    pub environment: String,
    /// The personality may override site policy by a template of that purpose.
    pub config_override: bool,
}
