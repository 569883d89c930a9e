import { speech } from "../../locale"

/** Day before month, as in the documents themselves. */
export const locale = speech({ intl: "en-GB" })
