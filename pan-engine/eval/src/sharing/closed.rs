use pan_value::{Key, Value};

use crate::builtin::{Builtin, Run, Special, Test};
use crate::ir::{AssignValue, Block, Expr, IncludeTarget, Statement, Template, VarBase, VarRef};

/// Variables that tell where they are looked at, and functions that look at variables by name or print.
const PLACES: [&str; 2] = ["TEMPLATE", "FUNCTION"];
const OTHERS: [&str; 2] = ["substitute", "deprecated"];

/// Needs a structure template nothing but constants, other structure templates and global variables? Names that may be those of
/// such variables are added to `globals`. The other templates are not looked at.
pub fn is_closed(template: &Template, globals: &mut Vec<Key>) -> bool {
    template.statements.iter().all(|statement| match statement {
        Statement::Assign(assign) if assign.path.is_relative() => match &assign.value {
            AssignValue::Delete | AssignValue::Constant(_) => true,
            AssignValue::Computed(block) => is_closed_block(block, globals),
        },
        Statement::Include(include) => matches!(include.target, IncludeTarget::Static(_)),
        _ => false,
    })
}

fn is_closed_block(block: &Block, globals: &mut Vec<Key>) -> bool {
    globals.extend(block.names.iter().cloned());
    !block.names.iter().any(|name| PLACES.contains(&&**name)) && is_closed_code(&block.body)
}

fn is_closed_code(code: &Expr) -> bool {
    let all = |codes: &[Expr]| codes.iter().all(is_closed_code);
    match code {
        Expr::Constant(_) | Expr::Fresh { .. } => true,
        Expr::Sequence(codes) => all(codes),
        Expr::Variable(var) => is_closed_variable(var),
        Expr::Assign { targets, value, .. } => {
            targets.iter().all(is_closed_variable) && is_closed_code(value)
        }
        Expr::If {
            condition,
            then,
            otherwise,
            ..
        } => {
            is_closed_code(condition)
                && is_closed_code(then)
                && otherwise.as_ref().is_none_or(|code| is_closed_code(code))
        }
        Expr::While { condition, body, .. } => is_closed_code(condition) && is_closed_code(body),
        Expr::For {
            init,
            condition,
            step,
            body,
            ..
        } => [init, condition, step, body]
            .into_iter()
            .all(|code| is_closed_code(code)),
        Expr::Foreach(each) => {
            is_closed_variable(&each.key)
                && is_closed_variable(&each.value)
                && is_closed_code(&each.resource)
                && is_closed_code(&each.body)
        }
        Expr::And(a, b, _) | Expr::Or(a, b, _) | Expr::Binary(_, a, b, _) => {
            is_closed_code(a) && is_closed_code(b)
        }
        Expr::Unary(_, value, _) => is_closed_code(value),
        Expr::Call { .. } => false,
        Expr::Next(next) => is_closed_code(&next.call),
        Expr::Builtin { builtin, args, .. } => is_closed_call(builtin, args) && all(args),
    }
}

fn is_closed_variable(var: &VarRef) -> bool {
    matches!(var.base, VarBase::Named(_)) && var.terms.iter().all(is_closed_code)
}

fn is_closed_call(builtin: &Builtin, args: &[Expr]) -> bool {
    let of_variable = matches!(args.first(), Some(Expr::Variable(_)));
    match builtin.run {
        Run::Pure(_) => builtin.folds && !OTHERS.contains(&builtin.name),
        Run::Special(special) => match special {
            Special::Create => matches!(args.first(), Some(Expr::Constant(Value::String(_)))),
            Special::List
            | Special::Dict
            | Special::Clone
            | Special::Length
            | Special::Key
            | Special::Merge
            | Special::Splice
            | Special::Return => true,
            Special::Test(Test::Exists | Test::Is(_) | Test::First | Test::Next) | Special::Delete => {
                of_variable
            }
            // With one argument they are about SELF.
            Special::Append | Special::Prepend => of_variable && args.len() == 2,
            Special::Test(Test::PathExists | Test::IsValid) | Special::IfExists | Special::Value => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::lower;
    use crate::world::TemplateSource;
    use pan_value::Interner;

    fn closed(text: &str) -> Option<String> {
        let source = TemplateSource::new(format!("structure template t; {text}"), "t.pan");
        let lowered = lower(&source, &|_| false, &Interner::default());
        let template = lowered
            .template
            .unwrap_or_else(|| panic!("{text}: {:?}", lowered.diagnostics));
        let mut globals = Vec::new();
        is_closed(&template, &mut globals).then(|| {
            let names: Vec<&str> = globals.iter().map(|name| &**name).collect();
            names.join(" ")
        })
    }

    #[test]
    fn what_is_the_same_every_time() {
        for (text, names) in [
            ("'a' = 1; 'b/c' ?= 'x'; 'd' = null;", ""),
            ("'a' = list(create('b', 'size', 4 * GB), create('c'));", "GB"),
            ("'a' = { x = dict('k', Y); if (is_dict(x)) x else undef };", "Y x"),
            ("include 'x'; 'a' = Y;", "Y"),
            ("'a' = { x = list(); append(x, format('%s', Z)); x };", "x Z"),
        ] {
            assert_eq!(closed(text).as_deref(), Some(names), "{text}");
        }
    }

    #[test]
    fn what_is_not() {
        for text in [
            "include X;",
            "'a' = f();",
            "'a' = SELF;",
            "'a' = value('/b');",
            "'a' = exists('/b');",
            "'a' = create(X);",
            "'a' = TEMPLATE;",
            "'a' = substitute('${X}');",
            "'a' = file_contents('x');",
        ] {
            assert!(closed(text).is_none(), "{text}");
        }
    }
}
