import { speech } from "../../locale"

/** Days as the draft's other languages count them, so that a deadline is one date for everybody. */
export const locale = speech({ intl: "fa-u-ca-gregory", comma: "، " })
