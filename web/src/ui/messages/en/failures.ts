// What went wrong, and what to do about it.

export const failures = {
  unreachable: {
    title: "The server does not answer",
    detail: "Either this device has no network or the server is down. What you typed is kept on this device.",
  },
  signedOut: {
    title: "You are not signed in",
    detail:
      "Your session has ended or was never opened here. Open your invitation link again, or ask the secretariat for a new one.",
  },
  unreadable: {
    title: "This page is out of date",
    detail: "The server speaks a newer version than this page. Load it again.",
  },
  unknownPage: { title: "There is no such page", detail: "The address is incomplete or mistyped." },
  unknownDraft: {
    title: "There is no such draft",
    detail: "It does not exist, or you are not a member of it. Ask the secretariat for an invitation.",
  },
  noMember: {
    title: "You are not a member of this draft",
    detail: "Your invitation was for another draft. Ask the secretariat for an invitation to this one.",
  },
  revoked: {
    title: "Your access to this draft has ended",
    detail:
      "The secretariat has revoked it. What reached the server before stays under your name. Ask the secretariat if this is a mistake.",
  },
  noRight: { title: "Your role does not allow this", detail: "Ask the secretariat if you think it should." },
  invitationUnknown: {
    title: "This invitation is not valid",
    detail: "The link is incomplete or mistyped. Copy it again, whole, from the message you got.",
  },
  invitationUsed: {
    title: "This invitation has been used",
    detail:
      "A link opens one session on one device. If it was you, go on in that browser. Otherwise ask the secretariat for a new one.",
  },
  invitationExpired: {
    title: "This invitation has expired",
    detail: "Ask the secretariat for a new one.",
  },
  other: { title: "That did not work", detail: "Try again in a moment." },
  technical: (code: string) => `Code: ${code}`,
}
