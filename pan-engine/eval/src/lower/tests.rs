use super::*;
use crate::ir::{AssignValue, Expr, IncludeTarget, Statement, Template, VariableValue};

/// The template that a correct text lowers to.
fn template(text: &str) -> Arc<Template> {
    let source = TemplateSource::new(format!("structure template t;{text}"), "t.pan");
    let lowered = lower(&source, &|_| false, &Interner::default());
    assert!(
        lowered.diagnostics.is_empty(),
        "{text}: {:?}",
        lowered.diagnostics
    );
    lowered.template.unwrap()
}

/// What the only statement assigns: the path, and `null`, a constant, or `computed`.
fn check(text: &str, path: &str, value: &str) {
    let template = template(text);
    let [Statement::Assign(assign)] = &*template.statements else {
        panic!("{text}: {:?}", template.statements)
    };
    assert_eq!(assign.path.to_string(), path, "{text}");
    let found = match &assign.value {
        AssignValue::Delete => "null".to_owned(),
        AssignValue::Constant(constant) => constant.to_string(),
        AssignValue::Computed(_) => "computed".to_owned(),
    };
    assert_eq!(found, value, "{text}");
}

#[test]
fn what_needs_nothing_else_is_constant() {
    check("'a' = 1 + 2 * 3;", "a", "7");
    check("'a' = 'x' + 'y' + \"z\" + <<END;\nt\nEND\n", "a", "xyzt\n");
    check(
        "'a' = { x = list(1); x[3] = 2; foreach (k; v; x) { x[k] = k }; x };",
        "a",
        "[ 0, 1, 2, 3 ]",
    );
    check("'a' = if (1 < 2) 'yes' else X;", "a", "yes");
    check("'a' = false && X || true;", "a", "true");
    check("'a' = null;", "a", "null");
    check("'a' = { 1; null };", "a", "null");
    check("'a' = X;", "a", "computed");
    check("'a' = value('/b');", "a", "computed");
    check("'a' = f();", "a", "computed");
    check("'a' = true && X;", "a", "computed");
    check("'a' = debug(f());", "a", "undef");
}

/// The variables of the block of the only statement that take keys nobody reads.
fn unread(text: &str) -> Vec<String> {
    let template = template(text);
    let [Statement::Assign(assign)] = &*template.statements else {
        panic!("{text}: {:?}", template.statements)
    };
    let AssignValue::Computed(block) = &assign.value else {
        panic!("{text}: constant")
    };
    let slots = (0..).map(crate::ir::Slot).zip(&block.names);
    let unread = slots.filter(|(slot, _)| block.unread.contains(*slot));
    unread.map(|(_, name)| name.to_string()).collect()
}

#[test]
fn keys_that_nobody_reads() {
    assert_eq!(unread("'a' = { foreach (k; v; X) { v } };"), ["k"]);
    assert_eq!(unread("'a' = { foreach (k; v; X) { k } };"), [""; 0]);
    assert_eq!(unread("'a' = { foreach (k; v; X) { v }; exists(k) };"), [""; 0]);
    assert_eq!(unread("'a' = { foreach (k; v; X) { substitute(v) } };"), [""; 0]);
    let both =
        "'a' = { ok = first(X, k, v); while (ok) { ok = next(X, k, w[0]) }; foreach (l; k; X) { v } };";
    assert_eq!(unread(both), ["l"]);
    let keys = "'a' = { ok = first(X, k, v); while (ok) { ok = next(X, k, v) }; foreach (k; w; X) { w } };";
    assert_eq!(unread(keys), ["k"]);
}

#[test]
fn numbers() {
    check("'a' = -9223372036854775808;", "a", "-9223372036854775808");
    check("'a' = 0x10 + 010 - -1;", "a", "25");
    check("'a' = 1.5e1;", "a", "15.0");
}

#[test]
fn paths_are_escaped_and_relative_to_the_prefix() {
    check("'a/{b/c}' = 1;", "a/b_2fc", "1");
    let paths = |text: &str| -> Vec<String> {
        let source = TemplateSource::new(format!("template t;{text}"), "t.pan");
        let lowered = lower(&source, &|_| false, &Interner::default());
        let template = lowered.template.unwrap();
        let path = |statement: &Statement| match statement {
            Statement::Assign(assign) => assign.path.to_string(),
            other => panic!("{other:?}"),
        };
        template.statements.iter().map(path).collect()
    };
    let text = "prefix '/a'; 'x' = 1; prefix 'b'; '0' = 1; '/y' = 1; prefix 'c'; 'z' = 1; prefix ''; '/v' = 1; prefix 'd'; 'w' = 1;";
    assert_eq!(paths(text), ["/a/x", "/a/b/0", "/y", "/a/c/z", "/v", "/a/d/w"]);
}

#[test]
fn includes() {
    let template =
        template("include 'a'; include { 'b' + 'c' }; include undef; include if (X) 'd' else null;");
    let found: Vec<_> = template
        .statements
        .iter()
        .map(|statement| match statement {
            Statement::Include(include) => match &include.target {
                IncludeTarget::Static(name) => name.to_string(),
                IncludeTarget::Computed(_) => "computed".to_owned(),
            },
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, ["a", "bc", "computed"]);
}

#[test]
fn blocks_know_their_variables_and_are_flat() {
    let source = TemplateSource::new(
        "template t; variable X = { a = Y; { b = a; ({ c = b; }) }; f(SELF) };",
        "t.pan",
    );
    let lowered = lower(&source, &|_| false, &Interner::default()).template.unwrap();
    let [Statement::Variable(variable)] = &*lowered.statements else {
        panic!()
    };
    let VariableValue::Computed(block) = &variable.value else {
        panic!()
    };
    let names: Vec<&str> = block.names.iter().map(|name| &**name).collect();
    assert_eq!(names, ["Y", "a", "b", "c"]);
    assert!(matches!(&block.body, Expr::Sequence(items) if items.len() == 4));
}

#[test]
fn a_text_with_parse_errors_is_not_lowered() {
    let source = TemplateSource::new("template t; 'a' = 1 'b' = 2;", "t.pan");
    let lowered = lower(&source, &|_| false, &Interner::default());
    assert!(lowered.template.is_none());
    let classes: Vec<_> = lowered
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.class)
        .collect();
    assert_eq!(
        classes,
        [pan_diagnostics::Class::Parse],
        "the relative paths are not complained about"
    );
}
