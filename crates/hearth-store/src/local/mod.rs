//! What belongs to this machine alone and never enters a bundle.

pub mod drafts;
pub mod exchanges;
pub mod marks;
pub mod peers;
