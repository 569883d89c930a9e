//! Promises that tests of real servers break on purpose, to show that they notice. Without the feature `mutants`
//! nothing of this is compiled: [`is`] is a constant `false`, and no released program has the switch.

/// A deliberate mistake of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// What is written in a data directory is left to the system, and acknowledged before the disk has it.
    ForgetToSync,
    /// An append is acknowledged before it is written.
    AnswerBeforeWriting,
    /// In a database an append goes behind whatever is there: who checked first is not asked what was expected.
    IgnoreExpected,
}

impl Mutant {
    /// All of them, with the names that a program may be told.
    #[cfg(feature = "mutants")]
    pub const ALL: [(&'static str, Self); 3] = [
        ("forget-to-sync", Self::ForgetToSync),
        ("answer-before-writing", Self::AnswerBeforeWriting),
        ("ignore-expected", Self::IgnoreExpected),
    ];
}

#[cfg(feature = "mutants")]
static CURRENT: std::sync::OnceLock<Mutant> = std::sync::OnceLock::new();

/// Makes this mistake in this process from now on. Only the first call counts.
#[cfg(feature = "mutants")]
pub fn set(mutant: Mutant) {
    CURRENT.get_or_init(|| mutant);
}

/// Whether this mistake is to be made.
#[cfg(feature = "mutants")]
pub(crate) fn is(mutant: Mutant) -> bool {
    CURRENT.get() == Some(&mutant)
}

/// Whether this mistake is to be made: never.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn is(_: Mutant) -> bool {
    false
}
