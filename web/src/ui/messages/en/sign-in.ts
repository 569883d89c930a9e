// Signing in with an account elsewhere.

const problems: Readonly<Record<string, string>> = {
  openid_not_offered: "This server has no other way in than an invitation link.",
  openid_unbound: "This sign-in was not begun in this browser, or longer than ten minutes ago. Begin it again here.",
  openid_declined: "The provider did not let you in, or you said no there.",
  openid_code_refused: "This sign-in was used before, or it took too long. Begin it again.",
  openid_token_refused:
    "What the provider says of you cannot be trusted, so nobody was let in. If it stays so, tell whoever runs the server.",
  openid_claim_missing:
    "The provider does not say who you are, or has not verified your e-mail address. Confirm it there, then begin again.",
  openid_person_unknown: "The provider knows you, but no draft here is open to you. Ask the secretariat to enter you.",
  openid_unavailable: "The provider does not answer at the moment. Try again in a minute.",
  access_revoked: "The secretariat has ended your access. Ask them if this is a mistake.",
}

export const signIn = {
  title: "Sign in",
  explain: "Open the invitation link that you were sent.",
  refused: "You are not signed in",
  other: "The server could not sign you in. Try again in a moment.",
  or: "or",
  withAccount: "Sign in with your account",
  with: (provider: string) => `Sign in with ${provider}`,
  problems,
}
