//! Test-only: the command table over loopback HTTP.
