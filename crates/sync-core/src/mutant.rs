//! Rules that the simulation breaks on purpose, to show that its checks notice. Without the feature
//! `mutants` nothing of this is compiled: [`is`] is a constant `false`.

/// A deliberate mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// Frozen texts still take changes.
    SkipFreezeCheck,
    /// A commit is shown before the disk has answered.
    ShowBeforeDurable,
    /// A late change is taken from the line, and forgotten.
    DropShelved,
    /// Late changes are kept, but their author goes on being served from the frozen text.
    ServeFrozenToLate,
    /// Every late change begins a proposal of its own, from the frozen text.
    ForkAnew,
    /// Readers are not told of others' changes.
    ForgetToAnnounce,
    /// Authors are not told that their changes are kept.
    ForgetToAcknowledge,
    /// A freeze records the heads that were visible, not those it closes.
    FreezeWhatWasVisible,
    /// Reopening lets people go on in the frozen document.
    ReopenInPlace,
    /// What a client sent before it disconnected is thrown away.
    ForgetTheDisconnected,
    /// Accepting a proposal settles it without merging.
    AcceptWithoutMerging,
    /// A change whose dependencies are missing is thrown away.
    DropWaiting,
    /// Actor ids are not bound to persons.
    ForgetAuthors,
    /// Observers' changes are thrown away instead of being kept from them.
    DropObserved,
    /// The number of a log's last entry is not moved on.
    ForgetTheHead,
    /// What is held back for a moment is told only with what comes next.
    ForgetTheHeld,
    /// A text is taken in although the register has moved on: it may be closed.
    LoadWhatIsNewer,
    /// Who has lost the right to write is taken for somebody who never had it.
    ForgetTheFormer,
    /// The role counts that a connection had when it opened.
    TrustTheConnection,
    /// Whoever is revoked goes on being served.
    KeepTheRevoked,
    /// What a revoked person has sent, and was not taken yet, is thrown away.
    DropLastWords,
    /// An observer who may write now goes on being served from a copy that is not kept.
    KeepTheGhost,
    /// What rests on a person's shelved changes waits for them in the text.
    ForgetTheShelf,
}

impl Mutant {
    /// All of them.
    #[cfg(feature = "mutants")]
    pub const ALL: [Self; 23] = [
        Self::SkipFreezeCheck,
        Self::ShowBeforeDurable,
        Self::DropShelved,
        Self::ServeFrozenToLate,
        Self::ForkAnew,
        Self::ForgetToAnnounce,
        Self::ForgetToAcknowledge,
        Self::FreezeWhatWasVisible,
        Self::ReopenInPlace,
        Self::ForgetTheDisconnected,
        Self::AcceptWithoutMerging,
        Self::DropWaiting,
        Self::ForgetAuthors,
        Self::DropObserved,
        Self::ForgetTheHead,
        Self::ForgetTheHeld,
        Self::LoadWhatIsNewer,
        Self::ForgetTheFormer,
        Self::TrustTheConnection,
        Self::KeepTheRevoked,
        Self::DropLastWords,
        Self::KeepTheGhost,
        Self::ForgetTheShelf,
    ];
}

#[cfg(feature = "mutants")]
thread_local! {
    static CURRENT: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// Makes this mistake on this thread from now on, or none.
#[cfg(feature = "mutants")]
pub fn set(mutant: Option<Mutant>) {
    CURRENT.set(mutant);
}

/// Whether this mistake is to be made.
#[cfg(feature = "mutants")]
pub(crate) fn is(mutant: Mutant) -> bool {
    CURRENT.get() == Some(mutant)
}

/// Whether this mistake is to be made: never.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn is(_: Mutant) -> bool {
    false
}
