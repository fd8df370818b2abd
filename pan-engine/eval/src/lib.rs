//! Evaluation of Pan templates: compile, include, bind, validate.
