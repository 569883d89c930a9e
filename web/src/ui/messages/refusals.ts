// What the server refuses, by its stable code.

export const refusals: Readonly<Record<string, string>> = {
  act_forbidden: "Your role does not allow this.",
  paragraph_unknown: "This paragraph is no longer in the draft.",
  text_unknown: "The paragraph has no text in this language.",
  proposal_unknown: "This proposal is no longer there.",
  already_frozen: "It is frozen already.",
  not_frozen: "It is open already.",
  status_derived: "“Frozen” is set by freezing, not by hand.",
  reason_too_long: "The reason is too long. Shorten it to 2,000 characters.",
  proposal_settled: "This proposal was settled already.",
  text_frozen: "The text is frozen. Reopen it first.",
  text_unreadable:
    "What is stored of this text cannot be read. The others can be used; the secretariat can restore it from a backup.",
  proposal_does_not_fit: "The text has changed too much since; the proposal no longer fits into it.",
  person_unknown: "This person has not joined the draft.",
  person_revoked: "This person’s access was revoked already. Invite them again if they are to come back.",
  role_unchanged: "The person has this role already.",
  own_standing: "Nobody changes their own role or access. Ask another member of the secretariat.",
  last_secretariat: "The draft would be left without a secretariat. Give somebody else that role first.",
  session_unlisted: "This session has ended already.",
  invitation_kept: "Somebody has come in by this invitation already, or it belongs to the demonstration.",
  invitation_unlisted: "This invitation is no longer there.",
  busy: "The server has too much to do. Try again in a moment.",
  internal: "The server could not write it. Nothing was changed.",
}
