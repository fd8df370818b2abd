use std::collections::BTreeMap;
use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Term, Value};

use super::super::error::fault;
use super::super::locals::Locals;
use super::super::self_value::SelfValue;
use super::super::stack::Entered;
use super::super::{Evaluator, Flow};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span, Template, TemplateKind};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn create(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.eval(locals, arg)?);
        }
        let mut values = values.into_iter();
        let name = match values.next() {
            Some(Elem::Fixed(Value::String(name))) => Key::from(name),
            other => {
                let kind = other.map_or("nothing", |elem| elem.type_name());
                let message = format!("the first argument must be the name of a template, not {kind}");
                return Err(self.bad_argument("create", span, message));
            }
        };
        let created = self.structure(&name, span)?;
        self.allocate_elements(args.len() / 2, span)?;
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            let term = match &key {
                Elem::Fixed(key @ Value::String(_)) => self.here(span, Term::from_value(key))?,
                other => {
                    let message = format!("a key must be a string, not {}", other.type_name());
                    return Err(self.bad_argument("create", span, message));
                }
            };
            let put = created.put_at(&[term], Some(value), self.bounds());
            self.here(span, put)?;
        }
        Ok(created)
    }

    /// What a structure template makes.
    fn structure(&mut self, name: &Key, span: Span) -> Flow<Elem> {
        let (template, first) = self.load(name, span)?;
        if template.kind != TemplateKind::Structure {
            let message = format!(
                "'{name}' is not a structure template but of kind {}",
                template.kind.name()
            );
            return Err(self.fail(span, fault(codes::evaluation::INCLUDE_KIND, message)));
        }
        self.created(name, &template, span, |evaluator| {
            evaluator.run_structure(&template, first, span)
        })
    }

    fn run_structure(&mut self, template: &Arc<Template>, first: bool, span: Span) -> Flow<Elem> {
        let empty = Elem::Live(Live::dict(BTreeMap::new()));
        let outer_root = self.relative_root.replace(empty);
        let entered = Entered::Create(Arc::clone(&template.source));
        self.push(entered, &template.source, template.kind, span)?;
        let outer_self = std::mem::replace(&mut self.self_value, SelfValue::None);
        self.run_template(template, first)?;
        self.self_value = outer_self;
        self.pop();
        Ok(std::mem::replace(&mut self.relative_root, outer_root).unwrap_or(Elem::UNDEF))
    }
}
