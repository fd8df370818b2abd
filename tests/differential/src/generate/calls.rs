//! Calls of the built-in functions.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

/// What a function gives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gives {
    Boolean,
    Long,
    Double,
    String,
    List,
    Dict,
    /// Whatever type is wanted.
    Any,
    /// Nothing that could be used: written as a step of a block, or by name in its place.
    Nothing,
}

/// A built-in function.
pub(crate) struct Call {
    /// Its name.
    pub(crate) name: &'static str,
    gives: Gives,
    /// Needs an object: not in the default of a type.
    live: bool,
    arguments: fn(&mut Generator, &Type, usize) -> Vec<Node>,
}

const fn call(
    name: &'static str,
    gives: Gives,
    arguments: fn(&mut Generator, &Type, usize) -> Vec<Node>,
) -> Call {
    Call {
        name,
        gives,
        live: false,
        arguments,
    }
}

const fn live(
    name: &'static str,
    gives: Gives,
    arguments: fn(&mut Generator, &Type, usize) -> Vec<Node>,
) -> Call {
    Call {
        name,
        gives,
        live: true,
        arguments,
    }
}

/// All 64.
pub(crate) const CALLS: &[Call] = &[
    live("append", Gives::List, |g, ty, d| {
        let (list, item) = (g.expression(ty, d), g.inner(ty, d));
        vec![list, item]
    }),
    call("base64_decode", Gives::String, |g, _, d| vec![g.encoded(d)]),
    call("base64_encode", Gives::String, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    call("clone", Gives::Any, |g, ty, d| vec![g.expression(ty, d)]),
    live("create", Gives::Dict, |g, ty, d| g.create_arguments(ty, d)),
    call("debug", Gives::Nothing, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    live("delete", Gives::Nothing, |g, _, _| vec![g.leaf(&Type::Long)]),
    call("deprecated", Gives::Boolean, |g, _, d| {
        let level = Node::atom("decimal", g.random.between(1, 3).to_string());
        vec![level, g.expression(&Type::String, d)]
    }),
    call("dict", Gives::Dict, |g, ty, d| g.pairs(ty, d)),
    call("digest", Gives::String, |g, _, d| {
        let name = *g.random.pick(&[
            "MD5", "md5", "SHA-1", "SHA1", "SHA-256", "sha-512", "MD2", "SHA-224", "SHA-384",
        ]);
        vec![
            Node::atom("single-quoted", format!("'{name}'")),
            g.expression(&Type::String, d),
        ]
    }),
    call("error", Gives::Nothing, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    call("escape", Gives::String, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    live("exists", Gives::Boolean, |g, _, d| vec![g.place(d)]),
    live("file_contents", Gives::String, |g, _, _| vec![g.file()]),
    live("file_exists", Gives::Boolean, |g, _, _| vec![g.file()]),
    live("first", Gives::Boolean, |g, _, d| g.iterator(d)),
    call("format", Gives::String, |g, _, d| g.format_arguments(d)),
    live("if_exists", Gives::Nothing, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    call("index", Gives::Long, |g, _, d| g.index_arguments(d)),
    call("ip4_to_long", Gives::List, |g, _, _| {
        let text = *g.random.pick(&[
            "10.0.0.1",
            "192.168.1.7/24",
            "0.0.0.0/0",
            "255.255.255.255/32",
            "1.2.3.4/31",
            "1.2.3",
            "1.2.3.4/33",
        ]);
        vec![Node::atom("single-quoted", format!("'{text}'"))]
    }),
    call("is_boolean", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_defined", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_dict", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_double", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_list", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_long", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_nlist", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_null", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_number", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_property", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_resource", Gives::Boolean, |g, _, d| g.one(d)),
    call("is_string", Gives::Boolean, |g, _, d| g.one(d)),
    live("is_valid", Gives::Boolean, |g, _, d| g.valid_arguments(d)),
    call("join", Gives::String, |g, _, d| {
        let separator = g.expression(&Type::String, 0);
        if g.random.percent(70) {
            return vec![separator, g.expression(&Type::String.list(), d)];
        }
        vec![
            separator,
            g.expression(&Type::String, d),
            g.expression(&Type::String, d),
        ]
    }),
    call("json_decode", Gives::Any, |g, ty, d| {
        let node = g.leaf(ty);
        if g.random.percent(5) {
            let text = *g.random.pick(&[
                "[1, 2.5, \"a\", null, {\"b\": true}]",
                "{\"a\":[],\"b\":{}}",
                "3",
                "\"x\"",
                "true",
                "[1,]",
                "{\"1\": 2}",
                "nul",
            ]);
            return vec![Node::atom("single-quoted", format!("'{text}'"))];
        }
        let _ = d;
        vec![
            Node::expression("json_encode", level::PRIMARY)
                .text("json_encode(")
                .node(node)
                .text(")"),
        ]
    }),
    call("json_encode", Gives::String, |g, _, d| g.one(d)),
    call("key", Gives::String, |g, _, d| {
        let ty = Type::any(&mut g.random, 1).dict();
        let dict = g.expression(&ty, d);
        let dict = Node::expression("merge", level::PRIMARY)
            .text("merge(dict('kk', 1), ")
            .node(dict)
            .text(")");
        let index = if g.random.percent(5) {
            g.small()
        } else {
            Node::atom("octal", "0")
        };
        vec![dict, index]
    }),
    call("length", Gives::Long, |g, _, d| {
        let inner = Type::any(&mut g.random, 1);
        let ty = g
            .random
            .pick(&[Type::String, inner.clone().list(), inner.dict()])
            .clone();
        vec![g.expression(&ty, d)]
    }),
    call("list", Gives::List, |g, ty, d| {
        let count = g.random.below(4);
        (0..count).map(|_| g.inner(ty, d)).collect()
    }),
    call("long_to_ip4", Gives::String, |g, _, d| {
        vec![g.expression(&Type::Long, d)]
    }),
    call("match", Gives::Boolean, |g, _, d| g.matched(d)),
    call("matches", Gives::List, |g, _, d| g.matched(d)),
    call("max", Gives::Long, |g, ty, d| {
        vec![g.expression(ty, d), g.expression(ty, d)]
    }),
    call("merge", Gives::Any, |g, ty, d| {
        let count = g.random.between(1, 3);
        (0..count).map(|_| g.expression(ty, d)).collect()
    }),
    call("min", Gives::Double, |g, ty, d| {
        vec![g.expression(ty, d), g.expression(ty, d)]
    }),
    live("next", Gives::Boolean, |g, _, d| g.iterator(d)),
    call("nlist", Gives::Dict, |g, ty, d| g.pairs(ty, d)),
    live("path_exists", Gives::Boolean, |g, _, _| {
        let ty = Type::any(&mut g.random, 1);
        vec![g.path_of(&ty)]
    }),
    live("prepend", Gives::List, |g, ty, d| {
        let (list, item) = (g.expression(ty, d), g.inner(ty, d));
        vec![list, item]
    }),
    call("replace", Gives::String, |g, _, d| {
        let (pattern, replacement) = (g.pattern(), g.replacement());
        vec![pattern, replacement, g.expression(&Type::String, d)]
    }),
    call("return", Gives::Nothing, |g, _, d| g.one(d)),
    call("splice", Gives::Any, |g, ty, d| {
        let value = g.expression(ty, d);
        let (start, count) = match g.random.below(4) {
            0 => (g.small(), g.small()),
            _ => (Node::atom("octal", "0"), Node::atom("octal", "0")),
        };
        if g.random.percent(60) {
            return vec![value, start, count, g.expression(ty, d)];
        }
        vec![value, start, count]
    }),
    call("split", Gives::List, |g, _, d| {
        let mut arguments = vec![g.pattern()];
        if g.random.percent(40) {
            arguments.push(g.small());
        }
        arguments.push(g.expression(&Type::String, d));
        arguments
    }),
    call("substitute", Gives::String, |g, _, d| g.substitute_arguments(d)),
    call("substr", Gives::String, |g, _, d| {
        let mut text = g.expression(&Type::String, d);
        let sure = g.random.percent(80);
        if sure {
            text = Node::expression("+", 9)
                .text("'some' + ")
                .operand(text, level::MULTIPLY);
        }
        let start = if sure {
            Node::atom("decimal", g.random.below(3).to_string())
        } else {
            g.small()
        };
        let mut arguments = vec![text, start];
        if sure && g.random.percent(50) {
            arguments.push(Node::atom("decimal", g.random.below(3).to_string()));
        } else if g.random.percent(50) {
            arguments.push(g.small());
        }
        arguments
    }),
    call("to_boolean", Gives::Boolean, |g, _, d| g.property(d)),
    call("to_double", Gives::Double, |g, _, d| g.numeric(d)),
    call("to_long", Gives::Long, |g, _, d| g.numeric(d)),
    call("to_lowercase", Gives::String, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    call("to_string", Gives::String, |g, _, d| g.one(d)),
    call("to_uppercase", Gives::String, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    live("traceback", Gives::Nothing, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    call("unescape", Gives::String, |g, _, d| {
        vec![g.expression(&Type::String, d)]
    }),
    live("value", Gives::Any, |g, ty, d| {
        let known = g.has_path(ty);
        let mut arguments = vec![g.path_of(ty)];
        if !known || g.random.percent(25) {
            arguments.push(g.expression(ty, d));
        }
        arguments
    }),
];

impl Generator {
    /// A call that gives this type.
    pub(crate) fn call(&mut self, ty: &Type, depth: usize) -> Node {
        let fits = |call: &&Call| {
            (!self.scope.constant || !call.live)
                && (call.name != "create" || !self.known.structures.is_empty() || self.wrong > 1)
                && (call.name != "next" || self.wrong > 1)
                && match (call.gives, ty) {
                    (Gives::Boolean, Type::Boolean)
                    | (Gives::Long, Type::Long)
                    | (Gives::Double, Type::Double)
                    | (Gives::String, Type::String)
                    | (Gives::Dict, Type::Dict(_)) => true,
                    (Gives::List, Type::List(inner)) => match call.name {
                        "ip4_to_long" => **inner == Type::Long,
                        "matches" | "split" => **inner == Type::String,
                        _ => true,
                    },
                    (Gives::Any, Type::List(_)) => true,
                    (Gives::Any, Type::Dict(_)) => call.name != "splice",
                    (Gives::Any, Type::String) => call.name != "merge",
                    (Gives::Any, _) => !matches!(call.name, "merge" | "splice"),
                    _ => false,
                }
        };
        let fitting: Vec<&Call> = CALLS.iter().filter(fits).collect();
        match self.random.pick_any(&fitting) {
            Some(call) => self.write_call(call, ty, depth),
            None => self.leaf(ty),
        }
    }

    fn write_call(&mut self, call: &Call, ty: &Type, depth: usize) -> Node {
        let mut arguments = (call.arguments)(self, ty, depth.saturating_sub(1));
        if self.random.percent(self.wrong) {
            if self.random.percent(50) {
                arguments.pop();
            } else {
                let more = self.leaf(&Type::Long);
                arguments.push(more);
            }
        }
        let mut node = Node::expression(call.name, level::PRIMARY)
            .text(call.name)
            .text("(");
        let count = arguments.len();
        for (i, argument) in arguments.into_iter().enumerate() {
            node = node.text(if i == 0 { "" } else { ", " }).node(argument);
        }
        if count > 0 && self.random.percent(2) {
            node = node.text(",");
        }
        node.text(")")
    }
}
