//! Loops.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

impl Generator {
    /// A loop of any kind, as a step of a block. Few rounds, so that nothing grows without bound.
    pub(crate) fn iteration(&mut self, depth: usize) -> Option<Node> {
        self.scope.loops += 1;
        let before = self.scope.locals.len();
        let node = match self.random.below(10) {
            0 | 1 => self.count_up(depth, true),
            2 | 3 => self.count_up(depth, false),
            4..=7 => self.each(depth),
            _ => self.first_and_next(depth),
        };
        self.scope.locals.truncate(before);
        self.scope.loops -= 1;
        Some(node)
    }

    fn count_up(&mut self, depth: usize, use_while: bool) -> Node {
        let name = self.name("i");
        let rounds = self.random.between(1, 3);
        self.scope.locals.push((name.clone(), Type::Long));
        let body = self.steps(depth - 1);
        if use_while {
            return Node::expression("while", level::STATEMENT)
                .text(format!(
                    "{name} = 0; while ({name} < {rounds}) {{ {name} = {name} + 1; "
                ))
                .node(body)
                .text("; }")
                .block();
        }
        let step = *self.random.pick(&[" + 1", " + 1", " + 2"]);
        Node::expression("for", level::STATEMENT)
            .text(format!(
                "for ({name} = 0; {name} < {rounds}; {name} = {name}{step}) "
            ))
            .node(body)
    }

    fn each(&mut self, depth: usize) -> Node {
        let inner = Type::any(&mut self.random, 1);
        let list = self.random.percent(50);
        let (ty, key) = if list {
            (inner.clone().list(), Type::Long)
        } else {
            (inner.clone().dict(), Type::String)
        };
        let over = self.expression(&ty, depth - 1);
        let (k, v) = (self.name("k"), self.name("v"));
        self.scope.locals.push((k.clone(), key));
        self.scope.locals.push((v.clone(), inner));
        let body = self.steps(depth - 1);
        Node::expression("foreach", level::STATEMENT)
            .text(format!("foreach ({k}; {v}; "))
            .node(over)
            .text(") ")
            .node(body)
    }

    /// The loop that was written before there was `foreach`.
    fn first_and_next(&mut self, depth: usize) -> Node {
        let inner = Type::any(&mut self.random, 1);
        let list = self.random.percent(50);
        let (ty, key) = if list {
            (inner.clone().list(), Type::Long)
        } else {
            (inner.clone().dict(), Type::String)
        };
        let over = self.literal(&ty, depth - 1);
        let (r, ok, k, v) = (self.name("r"), self.name("ok"), self.name("k"), self.name("v"));
        let third = if self.random.percent(15) {
            "undef".to_owned()
        } else {
            v.clone()
        };
        self.scope.locals.push((k.clone(), key));
        if third == v {
            self.scope.locals.push((v, inner));
        }
        let body = self.steps(depth - 1);
        Node::expression("first", level::STATEMENT)
            .text(format!("{r} = "))
            .operand(over, level::STATEMENT)
            .text(format!("; {ok} = first({r}, {k}, {third}); while ({ok}) {{ "))
            .node(body)
            .node(
                Node::expression("next", level::STATEMENT).text(format!("; {ok} = next({r}, {k}, {third});")),
            )
            .text(" }")
            .block()
    }
}

impl Node {
    /// Several statements in a row: nothing but a block can hold them.
    const fn block(mut self) -> Self {
        self.level = level::BLOCK;
        self
    }
}
