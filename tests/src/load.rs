//! Many light clients, for measuring. They speak what stock clients speak, frame for frame, but a client's own work
//! is kept small and out of the measured time: in life it happens on a machine of its own.

mod line;
mod typist;

pub use line::{Heard, Line, Mark, Ready};
pub use typist::Typist;
