//! Plenary templates: typed models rendered by Tera through the pan filter.
