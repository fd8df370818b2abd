//! Pan values: elements, resources, paths, number formats.
