// A provider with one client and whoever asks: the address typed in is the account. Its tokens can be altered on the
// way out, to see what the server does with such.

import { decodeJwt } from "jose"
import Provider from "oidc-provider"

export function provider(issuer, jwk, back, alter) {
  const oidc = new Provider(issuer, {
    clients: [{ client_id: "maslahat", client_secret: "a-secret-of-the-client", redirect_uris: [back] }],
    jwks: { keys: [jwk] },
    cookies: { keys: ["a key of the provider's cookies"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    // the token itself says who it is
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified") }),
    }),
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope("openid email")
      await grant.save()
      return grant
    },
  })
  oidc.use(async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === "token" && ctx.body?.id_token !== undefined) {
      const altered = await alter(decodeJwt(ctx.body.id_token))
      if (typeof altered === "string") ctx.body = { ...ctx.body, id_token: altered }
    }
  })
  return oidc.callback()
}
