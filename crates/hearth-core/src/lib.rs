//! The engine: one write path, use cases, jobs, undo.
