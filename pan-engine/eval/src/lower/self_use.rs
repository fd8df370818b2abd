//! How a block uses `SELF`.

use crate::builtin::Run;
use crate::builtin::special::{Special, Test};
use crate::ir::{Expr, VarBase, VarRef};

/// Is `SELF` looked at and set in its parts only, and as a whole at most asked about, dropped or the result? Then the block does
/// not depend on the parts that it does not name.
pub fn is_by_parts(body: &Expr) -> bool {
    is_all_by_parts(body, true)
}

/// `unused`: nothing looks at the value of the expression but the statement.
fn is_all_by_parts(expr: &Expr, unused: bool) -> bool {
    let used = |expr: &Expr| is_all_by_parts(expr, false);
    match expr {
        Expr::Constant(_) | Expr::Fresh { .. } => true,
        Expr::Sequence(all) => all.split_last().is_none_or(|(last, all)| {
            all.iter().all(|expr| is_all_by_parts(expr, true)) && is_all_by_parts(last, unused)
        }),
        Expr::Variable(var) => (unused || !is_self(var)) && var.terms.iter().all(used),
        Expr::Assign { targets, value, .. } => {
            targets.iter().flat_map(|target| &target.terms).all(used) && used(value)
        }
        Expr::If {
            condition,
            then,
            otherwise,
            ..
        } => {
            used(condition)
                && is_all_by_parts(then, unused)
                && otherwise
                    .as_ref()
                    .is_none_or(|expr| is_all_by_parts(expr, unused))
        }
        Expr::While { condition, body, .. } => used(condition) && is_all_by_parts(body, unused),
        Expr::For {
            init,
            condition,
            step,
            body,
            ..
        } => {
            used(condition)
                && [init, step, body]
                    .into_iter()
                    .all(|expr| is_all_by_parts(expr, unused))
        }
        Expr::Foreach(each) => {
            let variables = [&each.key, &each.value].into_iter();
            variables.flat_map(|var| &var.terms).all(used)
                && used(&each.resource)
                && is_all_by_parts(&each.body, unused)
        }
        Expr::And(a, b, _) | Expr::Or(a, b, _) | Expr::Binary(_, a, b, _) => used(a) && used(b),
        Expr::Unary(_, value, _) => used(value),
        Expr::Call { args, .. } => args.iter().all(used),
        Expr::Next(next) => is_all_by_parts(&next.call, unused),
        Expr::Builtin { builtin, args, .. } => match (&builtin.run, &**args) {
            (Run::Special(Special::Return), [value]) => is_all_by_parts(value, true),
            // Nothing but what kind of element it is matters.
            (Run::Special(Special::Test(Test::Exists | Test::Is(_))), [Expr::Variable(var)]) => {
                var.terms.iter().all(used)
            }
            // The list that is not named is SELF.
            (Run::Special(Special::Append | Special::Prepend), [_]) => false,
            _ => args.iter().all(used),
        },
    }
}

/// `SELF` itself.
fn is_self(var: &VarRef) -> bool {
    matches!(var.base, VarBase::SelfValue) && var.terms.is_empty()
}
