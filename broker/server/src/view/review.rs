//! Reviews.

use aq_db::review::Review;
use serde_json::{Value, json};

use super::merge::MergeView;
use super::truth;
use crate::format::{Columns, Raw, View};

/// A review, and what the changes would bring when that was asked for.
pub struct ReviewView {
    /// The review.
    pub review: Review,
    /// Commits, files and effect.
    pub merge: Option<MergeView>,
}

impl View for ReviewView {
    fn raw(&self, out: &mut Raw) {
        let review = &self.review;
        let kind = match review.source_type.as_str() {
            "sandbox" => "Sandbox",
            _ => "Domain",
        };
        out.line("Review request").nested(|out| {
            out.field("Target Domain", &review.target).nested(|out| {
                out.optional("Tested Commit", review.target_commit_id.as_ref());
            });
            out.field(&format!("Source {kind}"), &review.source)
                .nested(|out| {
                    out.field("Published Commit", &review.commit_id);
                });
            out.optional("Code Review URL", review.review_url.as_ref())
                .optional("Testing URL", review.testing_url.as_ref())
                .field("Testing Status", testing(review.tested))
                .field("Approval Status", approval(review.approved));
            if let Some(by) = &review.decided_by {
                out.field("Decided By", by);
            }
            if let Some(merge) = &self.merge {
                merge.raw(out);
            }
        });
    }

    /// Target, source, commit, review URL, testing URL, tested commit of the target, test result, decision.
    fn csv(&self) -> Option<Vec<Columns>> {
        let review = &self.review;
        let row = Columns::new()
            .add(&review.target)
            .add(&review.source)
            .add(&review.commit_id)
            .maybe(review.review_url.as_ref())
            .maybe(review.testing_url.as_ref())
            .maybe(review.target_commit_id.as_ref())
            .maybe(review.tested.map(truth))
            .maybe(review.approved.map(truth));
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let review = &self.review;
        let mut value = json!({
            "target": review.target,
            "source": review.source,
            "source_type": review.source_type,
            "commit": review.commit_id,
            "target_commit_tested": review.target_commit_id,
            "review_url": review.review_url,
            "testing_url": review.testing_url,
            "tested": review.tested,
            "approved": review.approved,
            "requested_by": review.requested_by,
            "decided_by": review.decided_by,
        });
        if let (Some(merge), Some(fields)) = (&self.merge, value.as_object_mut())
            && let Value::Object(more) = merge.json()
        {
            fields.extend(more);
        }
        value
    }
}

fn testing(tested: Option<bool>) -> &'static str {
    match tested {
        None => "Untested",
        Some(true) => "Success",
        Some(false) => "Failed",
    }
}

fn approval(approved: Option<bool>) -> &'static str {
    match approved {
        None => "No decision",
        Some(true) => "Approved",
        Some(false) => "Denied",
    }
}
