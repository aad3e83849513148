//! Whose eyes an answer is computed for.

/// Whose eyes a vector is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// With everything that counts.
    Own,
    /// Without what the person hides from others.
    Others,
}
