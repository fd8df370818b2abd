use pan_value::{Path, Term, Value};

use crate::elem::Elem;
use crate::eval::{Evaluator, Flow};
use crate::ir::Span;
use crate::sharing::{self, Sharing};
use crate::timing::{self, Phase};
use crate::types::{At, Binding, Link, Place, TypeTable};

impl Evaluator<'_> {
    /// Fills the defaults of bound types in, longest path first.
    pub(crate) fn fill_defaults(&mut self) -> Flow<()> {
        let bindings = std::sync::Arc::clone(&self.bindings);
        let at = match &self.sharing {
            Sharing::Recording(_) => At::recording(&Place::TOP),
            _ => At::default(),
        };
        bindings
            .iter()
            .try_for_each(|(path, bound)| self.fill_path(path, bound, at))
    }

    /// Fills the defaults of the types bound to a path in. What is known from another object's tree, in which it was done, is
    /// left alone.
    pub(crate) fn fill_path(&mut self, path: &Path, bound: &[Binding], at: At<'_>) -> Flow<()> {
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
            let filled = self.fill_binding(&types, path, binding, &mut value, at, span);
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
        at: At<'_>,
        span: Span,
    ) -> Flow<()> {
        let mut links = Vec::new();
        let filled = types.filled(&binding.definition, value, at, &mut links);
        if let Some(new) = filled {
            *value = new;
            self.put_element(path, Some(Elem::Fixed(value.clone())), span)?;
        }
        while let Some(link) = links.pop() {
            self.fill_link(types, path, &link, link.place.as_deref(), span)?;
        }
        Ok(())
    }

    /// Fills defaults in at the other end of a link. A link that leads nowhere is for validation to refuse.
    fn fill_link(
        &mut self,
        types: &TypeTable,
        bound: &Path,
        link: &Link<'_>,
        place: Option<&[Term]>,
        span: Span,
    ) -> Flow<()> {
        let Ok(path) = Path::parse(&link.target) else {
            return Ok(());
        };
        if !path.is_absolute() {
            return Ok(());
        }
        if let (Sharing::Recording(builder), Some(place)) = (&mut self.sharing, place) {
            builder.links.push(sharing::Link {
                bound: bound.clone(),
                place: place.into(),
                end: path.clone(),
            });
        }
        let Ok(Some(linked)) = self.copy_at(&path, span) else {
            return Ok(());
        };
        let value: Value = self.value_of(&linked, span)?;
        let mut links = Vec::new();
        if let Some(new) = types.filled_base(link.base, &value, At::default(), &mut links) {
            if let Sharing::Recording(builder) = &mut self.sharing {
                builder.linked = true;
            }
            self.put_element(&path, Some(Elem::Fixed(new)), span)?;
        }
        // Links at the other end are followed whenever this one is.
        while let Some(link) = links.pop() {
            self.fill_link(types, bound, &link, place, span)?;
        }
        Ok(())
    }
}
