use pan_value::{Kind, Value};

use super::super::locals::Locals;
use super::super::{Evaluator, Flow};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    /// `splice(string or list, start, length[, replacement])`: negative starts and lengths count from the end.
    #[inline(never)]
    pub(super) fn splice(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.eval(locals, arg)?);
        }
        let [subject, start, length, middle @ ..] = &*values else {
            return Err(self.bad_argument("splice", span, "three or four arguments are needed"));
        };
        let start = self.splice_number("second", start, span)?;
        let length = self.splice_number("third", length, span)?;
        if let Some(middle) = middle.first()
            && middle.kind() != subject.kind()
        {
            let message = "the fourth argument must be of the same type as the first";
            return Err(self.bad_argument("splice", span, message));
        }
        match subject {
            Elem::Fixed(Value::String(text)) => {
                let units: Vec<u16> = text.encode_utf16().collect();
                let (start, end) = self.splice_bounds(start, length, units.len(), "string", span)?;
                let middle: Vec<u16> = match middle.first() {
                    Some(Elem::Fixed(Value::String(middle))) => middle.encode_utf16().collect(),
                    _ => Vec::new(),
                };
                let (head, tail) = (
                    units.get(..start).unwrap_or_default(),
                    units.get(end..).unwrap_or_default(),
                );
                let spliced = String::from_utf16_lossy(&[head, &middle, tail].concat());
                self.allocate_string(spliced.len(), span)?;
                Ok(Value::from(spliced).into())
            }
            subject if subject.kind() == Kind::List => {
                let items = subject.children();
                let (start, end) = self.splice_bounds(start, length, items.len(), "list", span)?;
                let middle = middle.first().map(Elem::children).unwrap_or_default();
                self.allocate_elements(items.len() + middle.len(), span)?;
                let head = items.iter().take(start).cloned();
                let tail = items.iter().skip(end).cloned();
                let spliced = Live::list(Vec::new());
                let all = head.chain(middle).chain(tail).map(|(_, item)| item);
                self.put_all(&spliced, all, span)?;
                Ok(Elem::Live(spliced))
            }
            other => {
                let message = format!(
                    "the first argument must be a string or a list, not {}",
                    other.type_name()
                );
                Err(self.bad_argument("splice", span, message))
            }
        }
    }

    fn splice_number(&self, which: &str, elem: &Elem, span: Span) -> Flow<i64> {
        match elem {
            Elem::Fixed(Value::Long(n)) if i32::try_from(*n).is_ok() => Ok(*n),
            Elem::Fixed(Value::Long(n)) => {
                Err(self.bad_argument("splice", span, format!("the {which} argument, {n}, is too large")))
            }
            other => {
                let message = format!("the {which} argument must be a long, not {}", other.type_name());
                Err(self.bad_argument("splice", span, message))
            }
        }
    }

    fn splice_bounds(
        &self,
        start: i64,
        length: i64,
        size: usize,
        what: &str,
        span: Span,
    ) -> Flow<(usize, usize)> {
        let whole = i64::try_from(size).unwrap_or(i64::MAX);
        let from = if start < 0 { start + whole } else { start };
        let to = if length < 0 { length + whole } else { from + length };
        let refuse = |message: String| Err(self.bad_argument("splice", span, message));
        for (name, index) in [("start", from), ("end", to)] {
            if index < 0 {
                return refuse(format!("the {name} index is before the beginning of the {what}"));
            }
            if index > whole {
                return refuse(format!("the {name} index is after the end of the {what}"));
            }
        }
        match (usize::try_from(from), usize::try_from(to)) {
            (Ok(from), Ok(to)) if from <= to => Ok((from, to)),
            _ => refuse("the end index is before the start index".to_owned()),
        }
    }
}
