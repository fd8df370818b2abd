//! Constant folding: a block that needs nothing but itself is run when its template is compiled.
//!
//! This is not only an optimisation. A statement with a constant and one with a computed value behave differently where the
//! reference does (a constant `?=` on a final path is ignored, a constant goes into the tree protected, ...).

use std::sync::LazyLock;

use pan_value::Value;

use crate::builtin::{Run, Special};
use crate::eval::{ELEMENT_BYTES, Evaluator};
use crate::ir::{Block, Expr};
use crate::limits::Limits;

/// What folding may use up in one template: however many blocks there are, lowering ends, and the constants it makes do not
/// fill the memory. Blocks that are left are run with the object, within its limits. Iterations and depth are those of the
/// reference, because they decide what is a constant; the others only have to end it.
static LIMITS: LazyLock<Limits> = LazyLock::new(|| Limits {
    iterations: 1_000,
    depth: 50,
    steps: 20_000_000,
    memory: 64 << 20,
    string_bytes: 1 << 20,
    list_length: 1 << 16,
    elements: 1 << 18,
    ..Limits::default()
});

/// What the blocks may use up that cannot be run later: the values of defaults.
static LARGE: LazyLock<Limits> = LazyLock::new(|| Limits {
    memory: 256 << 20,
    list_length: 2 << 20,
    elements: 4 << 20,
    ..LIMITS.clone()
});

/// Folds the blocks of one template. What they use up is counted together.
#[derive(Default)]
pub struct Folder {
    evaluator: Option<Box<Evaluator<'static>>>,
    /// For defaults that need more.
    large: Option<Box<Evaluator<'static>>>,
    /// Bytes that were made without it.
    made: u64,
}

impl Folder {
    /// The value of the block, if it can be evaluated without the object: without global variables, user functions, `SELF`,
    /// paths and other templates. Any error means that it cannot; the error will show when the statement runs.
    #[must_use]
    pub fn fold(&mut self, block: &Block) -> Option<Value> {
        run(&mut self.evaluator, &LIMITS, block)
    }

    /// The value of a block that is wrong if it does not fold.
    #[must_use]
    pub fn fold_now(&mut self, block: &Block) -> Option<Value> {
        run(&mut self.large, &LARGE, block)
    }

    /// A call of `list` or `dict`, as what it makes if its arguments are constants.
    #[must_use]
    pub fn fresh(&mut self, call: Expr) -> Expr {
        let Expr::Builtin { builtin, args, span } = call else {
            return call;
        };
        let is_dict = matches!(builtin.run, Run::Special(Special::Dict));
        let elements = if is_dict { args.len() / 2 } else { args.len() };
        let mut memory = ELEMENT_BYTES * (elements as u64 + 1);
        // Many templates have thousands of lists of properties.
        if !is_dict
            && self.made + memory <= LIMITS.memory
            && elements <= LIMITS.list_length
            && let (Some(items), Ok(bytes)) = (properties(&args), u32::try_from(memory))
        {
            self.made += memory;
            return Expr::Fresh {
                value: Value::list(items),
                memory: bytes,
                span,
            };
        }
        for arg in &args {
            memory += match arg {
                Expr::Constant(value) if !matches!(value, Value::Null) => 0,
                Expr::Fresh { memory, .. } => u64::from(*memory),
                _ => return Expr::Builtin { builtin, args, span },
            };
        }
        let block = Block::without_variables(Expr::Builtin { builtin, args, span });
        match (self.fold(&block), u32::try_from(memory)) {
            (Some(value), Ok(memory)) => Expr::Fresh { value, memory, span },
            _ => block.body,
        }
    }

    /// Bytes that were made.
    #[must_use]
    pub fn used(&self) -> u64 {
        let all = [&self.evaluator, &self.large].into_iter().flatten();
        self.made + all.map(|evaluator| evaluator.used().1).sum::<u64>()
    }
}

/// Runs a block within what these limits leave; the evaluator is made when it is needed first.
fn run(
    evaluator: &mut Option<Box<Evaluator<'static>>>,
    limits: &'static Limits,
    block: &Block,
) -> Option<Value> {
    if needs_object(&block.body) {
        return None;
    }
    let new = || Box::new(Evaluator::folding(limits));
    evaluator.get_or_insert_with(new).fold(block)
}

/// The values of arguments, if all of them are constant properties.
fn properties(args: &[Expr]) -> Option<Vec<Value>> {
    let property = |arg: &Expr| match arg {
        Expr::Constant(value) if value.kind().is_property() => Some(value.clone()),
        _ => None,
    };
    args.iter().map(property).collect()
}

/// Is the first thing that the code computes one that does not fold: a variable that cannot be local yet, a call of a user
/// function? Most blocks that do not fold are found so without running them.
fn needs_object(code: &Expr) -> bool {
    let mut code = code;
    loop {
        let next = match code {
            Expr::Variable(_) | Expr::Call { .. } => return true,
            Expr::Builtin { builtin, .. } if !builtin.folds => return true,
            // It folds whatever its arguments are.
            Expr::Builtin { builtin, .. } if builtin.name == "deprecated" => return false,
            Expr::Builtin { builtin, args, .. } if takes_values(&builtin.run) => first_computed(args),
            Expr::Sequence(items) => first_computed(items),
            Expr::Next(next) => Some(&next.call),
            Expr::Binary(_, left, right, _) if matches!(**left, Expr::Constant(_)) => Some(&**right),
            Expr::Binary(_, first, _, _)
            | Expr::And(first, _, _)
            | Expr::Or(first, _, _)
            | Expr::Unary(_, first, _)
            | Expr::Assign { value: first, .. }
            | Expr::If { condition: first, .. }
            | Expr::While { condition: first, .. } => Some(&**first),
            _ => None,
        };
        match next {
            Some(next) => code = next,
            None => return false,
        }
    }
}

/// Does a function compute all of its arguments, in order, before anything else?
const fn takes_values(run: &Run) -> bool {
    matches!(
        run,
        Run::Pure(_)
            | Run::Special(
                Special::List
                    | Special::Dict
                    | Special::Clone
                    | Special::Length
                    | Special::Key
                    | Special::Merge
                    | Special::Return
            )
    )
}

/// The first that is not made of constants.
fn first_computed(codes: &[Expr]) -> Option<&Expr> {
    codes
        .iter()
        .find(|code| !matches!(code, Expr::Constant(_) | Expr::Fresh { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{AssignValue, Statement};
    use crate::lower::lower;
    use crate::world::TemplateSource;
    use pan_value::Interner;

    /// The block of the only statement, if it did not fold.
    fn block(code: &str) -> Option<Block> {
        let source = TemplateSource::new(format!("object template t; '/a' = {code};"), "t.pan");
        let lowered = lower(&source, &|_| false, &Interner::default());
        let mut template = lowered
            .template
            .unwrap_or_else(|| panic!("{code}: {:?}", lowered.diagnostics));
        let statements = std::mem::take(&mut std::sync::Arc::get_mut(&mut template).unwrap().statements);
        match statements.into_iter().next() {
            Some(Statement::Assign(assign)) => match assign.value {
                AssignValue::Computed(block) => Some(*block),
                _ => None,
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_run_does_not_fold() {
        let codes = [
            "X",
            "X['a']",
            "SELF",
            "OBJECT",
            "f()",
            "f(1)",
            "1 + X",
            "X + 1",
            "-X",
            "X && true",
            "{ 1; X; 2 }",
            "x = X",
            "if (X) 1 else 2",
            "format('%s', X)",
            "value('/b')",
            "to_string(f(1))",
            "list(1, f(1))",
            "dict('a', list(create('x')))",
            "length(X)",
        ];
        for code in codes {
            let block = block(code).unwrap_or_else(|| panic!("{code} folds"));
            assert!(needs_object(&block.body), "{code}");
            assert!(Evaluator::folding(&LIMITS).fold(&block).is_none(), "{code}");
        }
    }

    #[test]
    fn resources_of_constants_are_made_once() {
        for (code, is_fresh) in [
            ("list(1, 'a')", true),
            ("dict('a', list(1), 'b', undef)", true),
            ("list(dict('a', 1))", true),
            ("list()", false),
            ("list(1, null)", false),
            ("list(X)", false),
            ("dict('a', f())", false),
            ("list(list(), 1)", false),
        ] {
            let block = block(&format!("{{ X; {code} }}")).unwrap_or_else(|| panic!("{code} folds"));
            let Expr::Sequence(codes) = block.body else {
                panic!("{code}");
            };
            match codes.last() {
                Some(Expr::Fresh { .. }) => assert!(is_fresh, "{code}"),
                Some(Expr::Builtin { .. }) => assert!(!is_fresh, "{code}"),
                other => panic!("{code}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_folds_is_run() {
        for code in [
            "{ x = 1; x + 1 }",
            "length(list(1, 2))",
            "{ foreach (k; v; list(1)) x = v; x }",
            "{ x = list(); x[0] = 1; x }",
            "format('%d', length('abc'))",
            "deprecated(0, X)",
        ] {
            assert!(block(code).is_none(), "{code}");
        }
    }
}
