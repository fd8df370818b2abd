use pan_value::{Path, Value};

use crate::elem::Elem;
use crate::eval::{Evaluator, Flow};
use crate::ir::{BaseType, Span};
use crate::sharing::Sharing;
use crate::timing::{self, Phase};
use crate::types::{Binding, TypeTable};

impl Evaluator<'_> {
    /// Fills the defaults of bound types in, longest path first.
    pub(crate) fn fill_defaults(&mut self) -> Flow<()> {
        let bindings = std::sync::Arc::clone(&self.bindings);
        bindings
            .iter()
            .try_for_each(|(path, bound)| self.fill_path(path, bound, None))
    }

    /// Fills the defaults of the types bound to a path in. What is like another object's tree, in which it was done, is left
    /// alone.
    pub(crate) fn fill_path(&mut self, path: &Path, bound: &[Binding], like: Option<&Value>) -> Flow<()> {
        let Some(first) = bound.first() else { return Ok(()) };
        self.swap_to(&first.location.source);
        let span = first.location.span;
        let _filling = timing::phase(Phase::Defaults);
        // What cannot be looked up will be refused by validation.
        let Ok(found) = self.copy_at(path, span) else {
            return Ok(());
        };
        let mut current = found.unwrap_or(Elem::UNDEF);
        if current.is_undef() {
            let default = bound
                .iter()
                .find_map(|binding| self.types.default_of(&binding.definition));
            let Some(default) = default else { return Ok(()) };
            current = Elem::Fixed(default);
            self.put_element(path, Some(current.clone()), span)?;
        }
        let mut value = self.value_of(&current, span)?;
        for binding in bound {
            let types = std::mem::take(&mut self.types);
            let filled = self.fill_binding(&types, path, binding, &mut value, like, span);
            self.types = types;
            filled?;
        }
        Ok(())
    }

    fn fill_binding(
        &mut self,
        types: &TypeTable,
        path: &Path,
        binding: &Binding,
        value: &mut Value,
        like: Option<&Value>,
        span: Span,
    ) -> Flow<()> {
        let mut links = Vec::new();
        let filled = types.filled(&binding.definition, value, like, &mut links);
        if let Some(new) = filled {
            *value = new;
            self.put_element(path, Some(Elem::Fixed(value.clone())), span)?;
        }
        while let Some((target, base)) = links.pop() {
            self.fill_link(types, path, &target, base, span)?;
        }
        Ok(())
    }

    /// Fills defaults in at the other end of a link. A link that leads nowhere is for validation to refuse.
    fn fill_link(
        &mut self,
        types: &TypeTable,
        bound: &Path,
        target: &str,
        base: &BaseType,
        span: Span,
    ) -> Flow<()> {
        let Ok(path) = Path::parse(target) else {
            return Ok(());
        };
        if !path.is_absolute() {
            return Ok(());
        }
        if let Sharing::Recording(builder) = &mut self.sharing {
            builder.links.push((bound.clone(), path.clone()));
        }
        let Ok(Some(linked)) = self.copy_at(&path, span) else {
            return Ok(());
        };
        let value: Value = self.value_of(&linked, span)?;
        let mut links = Vec::new();
        if let Some(new) = types.filled_base(base, &value, None, &mut links) {
            if let Sharing::Recording(builder) = &mut self.sharing {
                builder.linked = true;
            }
            self.put_element(&path, Some(Elem::Fixed(new)), span)?;
        }
        while let Some((target, base)) = links.pop() {
            self.fill_link(types, bound, &target, base, span)?;
        }
        Ok(())
    }
}
