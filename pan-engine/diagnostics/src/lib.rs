//! Diagnostics of the Pan engine and their renderers.
