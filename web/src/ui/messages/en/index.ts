// English, which is also what every other language must have.

import { authorship } from "./authorship"
import { failures } from "./failures"
import { ledger } from "./ledger"
import { locale } from "./locale"
import { page } from "./page"
import { people } from "./people"
import { refusals, said } from "./refusals"
import { shared } from "./shared"
import { signIn } from "./sign-in"

export const messages = { locale, shared, ...page, failures, ledger, authorship, people, refusals, said, signIn }
